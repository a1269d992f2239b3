import type { WebSocketContextVariable } from '@apigwv2-integrations/core';
import { bodyField, contextVariable, mapText, type Reference, stageVariable } from './velocity';

/**
 * A value for a request template, with its source.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-mapping-template-reference.html
 */
export class WebSocketTemplateValue {
  /** The client's message, unchanged. */
  public static message(): WebSocketTemplateValue {
    return new WebSocketTemplateValue({ text: '$input.body', problems: [] });
  }

  /**
   * A field of the client's JSON message, as JSON, selected by a JSONPath such as `$.order`.
   *
   * Error at bind: `TemplateReferenceInvalid`, for a path with quotes that a template cannot contain.
   */
  public static body(jsonPath: string): WebSocketTemplateValue {
    return new WebSocketTemplateValue(bodyField(jsonPath));
  }

  /** A context variable. */
  public static context(variable: WebSocketContextVariable): WebSocketTemplateValue {
    return new WebSocketTemplateValue(contextVariable(variable));
  }

  /** A stage variable. */
  public static stageVariable(name: string): WebSocketTemplateValue {
    return new WebSocketTemplateValue(stageVariable(name));
  }

  /** Literal text. The value of a token in it must not contain a single quote. */
  public static text(text: string): WebSocketTemplateValue {
    return new WebSocketTemplateValue(undefined, text);
  }

  /** A reference in Velocity syntax, such as `$input.path('$.id')`. It is not checked. */
  public static custom(reference: string): WebSocketTemplateValue {
    return new WebSocketTemplateValue({ text: reference, problems: [] });
  }

  private constructor(
    private readonly reference?: Reference,
    private readonly text = '',
  ) {}

  /**
   * Problems of the value.
   *
   * @internal
   */
  public get _problems(): Reference['problems'] {
    return this.reference?.problems ?? [];
  }

  /**
   * The value as a field of form data.
   *
   * @internal
   */
  public get _urlEncoded(): string {
    return this.reference === undefined
      ? mapText(this.text, encodeURIComponent, (token) => `$util.urlEncode('${token}')`)
      : `$util.urlEncode(${this.reference.text})`;
  }
}
