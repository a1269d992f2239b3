import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { compose, markTextSpans } from './composed-text';
import type { ContextVariable } from './context-variable';

/**
 * The source of a value in a parameter mapping.
 *
 * You can use it wherever the CDK's `MappingValue` is accepted. The factory methods that the CDK's class has too return
 * instances of this class, although their declared type is the CDK's.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-parameter-mapping.html
 */
export class MappingValue extends apigwv2.MappingValue {
  /** No value, for entries that remove a parameter. */
  public static readonly NONE: apigwv2.MappingValue = new MappingValue('');

  /** A header of the request. */
  public static requestHeader(name: string): apigwv2.MappingValue {
    return new MappingValue(`$request.header.${name}`);
  }

  /** A query string parameter of the request. */
  public static requestQueryString(name: string): apigwv2.MappingValue {
    return new MappingValue(`$request.querystring.${name}`);
  }

  /** A field of the request's JSON body, by path. */
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

  /** A value in API Gateway's own syntax. */
  public static custom(value: string): apigwv2.MappingValue {
    return new MappingValue(value);
  }

  /**
   * Literal text. Error at bind: `TextIsExpression`, if API Gateway would read the text as an expression.
   */
  public static text(text: string): MappingValue {
    return MappingValue.join(text);
  }

  /**
   * Text and values joined together, such as `join('/v2', MappingValue.requestPath())`. Variables are put in braces.
   *
   * @param parts Literal text as strings, and values.
   */
  public static join(...parts: (string | apigwv2.MappingValue)[]): MappingValue {
    const { value, text } = compose(parts);
    const joined = new MappingValue(value);
    markTextSpans(joined, text);
    return joined;
  }

  /** The request's whole body. This is the only source that supports bodies larger than 100 KB. */
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
   * Error at bind: `ContextNameInvalid`, for a name with special characters other than dots and underscores, such as
   * `custom:tenant`, because API Gateway cannot map such a claim.
   */
  public static authorizerClaim(name: string): MappingValue {
    return new MappingValue(`$context.authorizer.claims.${name}`);
  }

  /** A value in the context that a Lambda authorizer returned. */
  public static authorizerContext(name: string): MappingValue {
    return new MappingValue(`$context.authorizer.${name}`);
  }
}
