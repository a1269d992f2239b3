import type { WebSocketContextVariable } from '@apigwv2-integrations/core';
import { escaped, jsonText } from './json-text';
import { bodyField, contextVariable, type Reference } from './velocity';

/**
 * An attribute of an item, and where its value comes from.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html
 */
export class WebSocketDynamoDbAttribute {
  /** A variable of the request's context as a string, such as `WebSocketContextVariable.CONNECTION_ID`. */
  public static context(variable: WebSocketContextVariable): WebSocketDynamoDbAttribute {
    return WebSocketDynamoDbAttribute.of(contextVariable(variable), (reference) => `{"S": "${escaped(reference)}"}`);
  }

  /** A variable of the request's context as a number, such as `WebSocketContextVariable.REQUEST_TIME_EPOCH`. */
  public static contextNumber(variable: WebSocketContextVariable): WebSocketDynamoDbAttribute {
    return WebSocketDynamoDbAttribute.of(contextVariable(variable), (reference) => `{"N": "${reference}"}`);
  }

  /** The client's whole message as a string. */
  public static message(): WebSocketDynamoDbAttribute {
    return new WebSocketDynamoDbAttribute(`{"S": "${escaped('$input.body')}"}`);
  }

  /**
   * A field of the client's JSON message as a string, by its JSONPath such as `$.user.name`.
   *
   * Binding throws `TemplateReferenceInvalid` for a path with quotes that no template can hold.
   */
  public static body(jsonPath: string): WebSocketDynamoDbAttribute {
    return WebSocketDynamoDbAttribute.of(bodyField(jsonPath), (reference) => `{"S": ${reference}}`);
  }

  /** A field of the client's JSON message as a number, by its JSONPath such as `$.amount`. */
  public static bodyNumber(jsonPath: string): WebSocketDynamoDbAttribute {
    return WebSocketDynamoDbAttribute.of(bodyField(jsonPath), (reference) => `{"N": "${escaped(reference)}"}`);
  }

  /** A string that is always the same, whatever is in it. What a token in it stands for may have no single quote. */
  public static text(text: string): WebSocketDynamoDbAttribute {
    return new WebSocketDynamoDbAttribute(`{"S": ${jsonText(text)}}`);
  }

  /** An attribute as the service writes it, such as `{"BOOL": true}`. May hold Velocity, and is not checked. */
  public static custom(value: string): WebSocketDynamoDbAttribute {
    return new WebSocketDynamoDbAttribute(value);
  }

  private static of({ text, problems }: Reference, value: (reference: string) => string): WebSocketDynamoDbAttribute {
    return new WebSocketDynamoDbAttribute(value(text), problems);
  }

  private constructor(
    /** The attribute as the service writes it, in the template's language. */
    public readonly value: string,
    /**
     * What is wrong with it.
     *
     * @internal
     */
    public readonly _problems: Reference['problems'] = [],
  ) {}
}
