import type { WebSocketContextVariable } from '@apigwv2-integrations/core';
import { bodyField, contextVariable, mapText, type Reference, stageVariable } from './velocity';

/**
 * A value that a request's template puts together, and where it comes from.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-mapping-template-reference.html
 */
export class WebSocketTemplateValue {
  /** The client's message as it is. */
  public static message(): WebSocketTemplateValue {
    return new WebSocketTemplateValue({ text: '$input.body', problems: [] });
  }

  /**
   * A field of the client's JSON message, as JSON, by its JSONPath such as `$.order`.
   *
   * Binding throws `TemplateReferenceInvalid` for a path with quotes that no template can hold.
   */
  public static body(jsonPath: string): WebSocketTemplateValue {
    return new WebSocketTemplateValue(bodyField(jsonPath));
  }

  /** A variable of the request's context. */
  public static context(variable: WebSocketContextVariable): WebSocketTemplateValue {
    return new WebSocketTemplateValue(contextVariable(variable));
  }

  /** A stage variable. */
  public static stageVariable(name: string): WebSocketTemplateValue {
    return new WebSocketTemplateValue(stageVariable(name));
  }

  /** Text that is always the same, whatever is in it. What a token in it stands for may have no single quote. */
  public static text(text: string): WebSocketTemplateValue {
    return new WebSocketTemplateValue(undefined, text);
  }

  /** A reference as the template's language writes it, such as `$input.path('$.id')`. It is not checked. */
  public static custom(reference: string): WebSocketTemplateValue {
    return new WebSocketTemplateValue({ text: reference, problems: [] });
  }

  private constructor(
    private readonly reference?: Reference,
    private readonly text = '',
  ) {}

  /**
   * What is wrong with it.
   *
   * @internal
   */
  public get _problems(): Reference['problems'] {
    return this.reference?.problems ?? [];
  }

  /**
   * It as a field of a form.
   *
   * @internal
   */
  public get _urlEncoded(): string {
    return this.reference === undefined
      ? mapText(this.text, encodeURIComponent, (token) => `$util.urlEncode('${token}')`)
      : `$util.urlEncode(${this.reference.text})`;
  }
}
