/**
 * An attribute of an item, and where its value comes from.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html
 */
export class WebSocketDynamoDbAttribute {
  /** A variable of the request's context as a string, such as `connectionId`. */
  public static context(name: string): WebSocketDynamoDbAttribute {
    return new WebSocketDynamoDbAttribute(`{"S": "${escaped(`$context.${name}`)}"}`);
  }

  /** A variable of the request's context as a number, such as `requestTimeEpoch`. */
  public static contextNumber(name: string): WebSocketDynamoDbAttribute {
    return new WebSocketDynamoDbAttribute(`{"N": "$context.${name}"}`);
  }

  /** The client's whole message as a string. */
  public static message(): WebSocketDynamoDbAttribute {
    return new WebSocketDynamoDbAttribute(`{"S": "${escaped('$input.body')}"}`);
  }

  /** A field of the client's JSON message as a string, by its JSONPath such as `$.user.name`. */
  public static body(jsonPath: string): WebSocketDynamoDbAttribute {
    return new WebSocketDynamoDbAttribute(`{"S": $input.json('${jsonPath}')}`);
  }

  /** A field of the client's JSON message as a number, by its JSONPath such as `$.amount`. */
  public static bodyNumber(jsonPath: string): WebSocketDynamoDbAttribute {
    return new WebSocketDynamoDbAttribute(`{"N": "${escaped(`$input.json('${jsonPath}')`)}"}`);
  }

  /** A string that is always the same, without a dollar sign or a hash, which the template would take for its own. */
  public static text(text: string): WebSocketDynamoDbAttribute {
    return new WebSocketDynamoDbAttribute(`{"S": ${JSON.stringify(text)}}`);
  }

  /** An attribute as the service writes it, such as `{"BOOL": true}`. May hold Velocity. */
  public static custom(value: string): WebSocketDynamoDbAttribute {
    return new WebSocketDynamoDbAttribute(value);
  }

  private constructor(
    /** The attribute as the service writes it, in the template's language. */
    public readonly value: string,
  ) {}
}

/** What clients send must not end the string. The escape for JavaScript also escapes single quotes, which JSON does not take. */
function escaped(reference: string): string {
  return `$util.escapeJavaScript(${reference}).replaceAll("\\\\'","'")`;
}
