import type { IMappingValue } from 'aws-cdk-lib/aws-apigatewayv2';
import { compose, markText } from './composed-text';
import type { ContextVariable } from './context-variable';

/**
 * Where a value of a response mapping comes from.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-parameter-mapping.html
 */
export class ResponseMappingValue implements IMappingValue {
  /** A header of the backend's response. */
  public static header(name: string): ResponseMappingValue {
    return new ResponseMappingValue(`$response.header.${name}`);
  }

  /**
   * The backend's whole body, or a field of it.
   *
   * @param path into a JSON body, such as `error.code`
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

  /** Text that is meant as such, never as an expression. */
  public static text(text: string): ResponseMappingValue {
    return ResponseMappingValue.join(text);
  }

  /**
   * Text and values one behind the other.
   *
   * @param parts strings, which are meant as text, and values
   */
  public static join(...parts: (string | ResponseMappingValue)[]): ResponseMappingValue {
    const { value, text } = compose(parts);
    const joined = new ResponseMappingValue(value);
    markText(joined, text);
    return joined;
  }

  /** A value as the service writes it. */
  public static custom(value: string): ResponseMappingValue {
    return new ResponseMappingValue(value);
  }

  private constructor(
    /** The value as the service writes it. */
    public readonly value: string,
  ) {}
}
