import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';

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
}
