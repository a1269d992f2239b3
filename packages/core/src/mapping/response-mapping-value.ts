import type { IMappingValue } from 'aws-cdk-lib/aws-apigatewayv2';
import { compose, markTextSpans } from './composed-text';
import type { ContextVariable } from './context-variable';

/**
 * The source of a value in a response mapping.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-parameter-mapping.html
 */
export class ResponseMappingValue implements IMappingValue {
  /** A header of the backend's response. */
  public static header(name: string): ResponseMappingValue {
    return new ResponseMappingValue(`$response.header.${name}`);
  }

  /**
   * The body of the backend's response, or a field of it.
   *
   * @param path The path of a field in a JSON body, such as `error.code`. Default: the whole body.
   */
  public static body(path?: string): ResponseMappingValue {
    return new ResponseMappingValue(path === undefined ? '$response.body' : `$response.body.${path}`);
  }

  /** A variable of the request's context. */
  public static context(variable: ContextVariable): ResponseMappingValue {
    return new ResponseMappingValue(`$context.${variable.name}`);
  }

  /** A stage variable. */
  public static stageVariable(name: string): ResponseMappingValue {
    return new ResponseMappingValue(`$stageVariables.${name}`);
  }

  /** Literal text. Error at bind: `TextIsExpression`, if API Gateway would read the text as an expression. */
  public static text(text: string): ResponseMappingValue {
    return ResponseMappingValue.join(text);
  }

  /**
   * Text and values joined together. Variables are put in braces.
   *
   * @param parts Literal text as strings, and values.
   */
  public static join(...parts: (string | ResponseMappingValue)[]): ResponseMappingValue {
    const { value, text } = compose(parts);
    const joined = new ResponseMappingValue(value);
    markTextSpans(joined, text);
    return joined;
  }

  /** A value in API Gateway's own syntax. */
  public static custom(value: string): ResponseMappingValue {
    return new ResponseMappingValue(value);
  }

  private constructor(
    /** The value in API Gateway's own syntax. */
    public readonly value: string,
  ) {}
}
