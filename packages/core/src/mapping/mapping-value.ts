import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { compose, markText } from './composed-text';
import type { ContextVariable } from './context-variable';

/**
 * Where a mapped value comes from.
 *
 * Goes wherever the CDK's own `MappingValue` goes, and has all its factories. What they make is of this
 * class, though their type, as the CDK declares it, is the CDK's.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-parameter-mapping.html
 */
export class MappingValue extends apigwv2.MappingValue {
  /** No value, for what is removed. */
  public static readonly NONE: apigwv2.MappingValue = new MappingValue('');

  /** A header of the request. */
  public static requestHeader(name: string): apigwv2.MappingValue {
    return new MappingValue(`$request.header.${name}`);
  }

  /** A query string parameter of the request. */
  public static requestQueryString(name: string): apigwv2.MappingValue {
    return new MappingValue(`$request.querystring.${name}`);
  }

  /** A field of the request's JSON body, by its path. */
  public static requestBody(name: string): apigwv2.MappingValue {
    return new MappingValue(`$request.body.${name}`);
  }

  /** The request's path, without the stage. */
  public static requestPath(): apigwv2.MappingValue {
    return new MappingValue('$request.path');
  }

  /** A path variable of the route. */
  public static requestPathParam(name: string): apigwv2.MappingValue {
    return new MappingValue(`$request.path.${name}`);
  }

  /** A variable of the request's context. */
  public static contextVariable(variableName: string): apigwv2.MappingValue {
    return new MappingValue(`$context.${variableName}`);
  }

  /** A stage variable. */
  public static stageVariable(variableName: string): apigwv2.MappingValue {
    return new MappingValue(`$stageVariables.${variableName}`);
  }

  /** A value as the service writes it. */
  public static custom(value: string): apigwv2.MappingValue {
    return new MappingValue(value);
  }

  /**
   * Text that is meant as such: if the service would read an expression in it, binding tells so
   * (`TextIsExpression`).
   */
  public static text(text: string): MappingValue {
    return MappingValue.join(text);
  }

  /**
   * Text and values one behind the other, as in `join('/v2', MappingValue.requestPath())`. Variables get the
   * braces that they need beside text.
   *
   * @param parts strings, which are meant as text, and values
   */
  public static join(...parts: (string | apigwv2.MappingValue)[]): MappingValue {
    const { value, text } = compose(parts);
    const joined = new MappingValue(value);
    markText(joined, text);
    return joined;
  }

  /** The request's whole body: the only source that takes one of more than 100 KB. */
  public static wholeRequestBody(): MappingValue {
    return new MappingValue('$request.body');
  }

  /** A variable of the request's context. */
  public static context(variable: ContextVariable): MappingValue {
    return new MappingValue(`$context.${variable.name}`);
  }

  /**
   * A claim of the token that a JWT authorizer accepted.
   *
   * A claim whose name has other marks than dots and underscores, such as `custom:tenant`, cannot be mapped:
   * binding tells so (`ContextNameInvalid`).
   */
  public static authorizerClaim(name: string): MappingValue {
    return new MappingValue(`$context.authorizer.claims.${name}`);
  }

  /** A value that a Lambda authorizer gave in its context. */
  public static authorizerContext(name: string): MappingValue {
    return new MappingValue(`$context.authorizer.${name}`);
  }
}
