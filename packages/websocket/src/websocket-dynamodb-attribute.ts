import type { WebSocketContextVariable } from '@apigwv2-integrations/core';
import { bodyField, contextVariable, escaped, jsonText, type Reference } from './velocity';

/**
 * An attribute of an item, with the source of its value.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html
 */
export class WebSocketDynamoDbAttribute {
  /** A context variable as a string, such as `WebSocketContextVariable.CONNECTION_ID`. */
  public static context(variable: WebSocketContextVariable): WebSocketDynamoDbAttribute {
    return WebSocketDynamoDbAttribute.of(contextVariable(variable), (reference) => `{"S": "${escaped(reference)}"}`);
  }

  /** A context variable as a number, such as `WebSocketContextVariable.REQUEST_TIME_EPOCH`. */
  public static contextNumber(variable: WebSocketContextVariable): WebSocketDynamoDbAttribute {
    return WebSocketDynamoDbAttribute.of(contextVariable(variable), (reference) => `{"N": "${reference}"}`);
  }

  /** The client's whole message as a string. */
  public static message(): WebSocketDynamoDbAttribute {
    return new WebSocketDynamoDbAttribute(`{"S": "${escaped('$input.body')}"}`);
  }

  /**
   * A field of the client's JSON message as a string, selected by a JSONPath such as `$.user.name`. A number or a
   * boolean becomes text, because DynamoDB rejects any other type; without the field, the string is empty.
   *
   * Error at bind: `TemplateReferenceInvalid`, for a path with quotes that a template cannot contain.
   */
  public static body(jsonPath: string): WebSocketDynamoDbAttribute {
    return WebSocketDynamoDbAttribute.of(bodyField(jsonPath, 'path'), (reference) => `{"S": "${escaped(reference)}"}`);
  }

  /** A field of the client's JSON message as a number, selected by a JSONPath such as `$.amount`. */
  public static bodyNumber(jsonPath: string): WebSocketDynamoDbAttribute {
    return WebSocketDynamoDbAttribute.of(bodyField(jsonPath), (reference) => `{"N": "${escaped(reference)}"}`);
  }

  /** A literal string. The value of a token in it must not contain a single quote. */
  public static text(text: string): WebSocketDynamoDbAttribute {
    return new WebSocketDynamoDbAttribute(`{"S": ${jsonText(text)}}`);
  }

  /** An attribute value in DynamoDB's JSON syntax, such as `{"BOOL": true}`. It can contain Velocity code, and is not checked. */
  public static custom(value: string): WebSocketDynamoDbAttribute {
    return new WebSocketDynamoDbAttribute(value);
  }

  private static of({ text, problems }: Reference, value: (reference: string) => string): WebSocketDynamoDbAttribute {
    return new WebSocketDynamoDbAttribute(value(text), problems);
  }

  private constructor(
    /** The attribute value in DynamoDB's JSON syntax, as it appears in the template. */
    public readonly value: string,
    /**
     * Problems of the attribute.
     *
     * @internal
     */
    public readonly _problems: Reference['problems'] = [],
  ) {}
}
