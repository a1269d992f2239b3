import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';

/**
 * How an HTTP API transforms a request before it reaches the backend.
 *
 * Goes wherever the CDK's own `ParameterMapping` goes.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-parameter-mapping.html
 */
export class ParameterMapping extends apigwv2.ParameterMapping {
  /**
   * Makes a mapping from keys and values as the service writes them.
   *
   * @param mappings from keys such as `append:header.x-user` to values
   */
  public static of(mappings: { [key: string]: apigwv2.IMappingValue }): ParameterMapping {
    return Object.entries(mappings).reduce((mapping, [key, { value }]) => mapping.custom(key, value), new ParameterMapping());
  }

  /**
   * Makes a mapping as the CDK's own class does. The object is one of this class, though its type, as the
   * CDK declares it, is the CDK's: `ParameterMapping.of` has the type as well.
   *
   * @param obj from keys such as `append:header.x-user` to values
   */
  public static fromObject(obj: { [key: string]: apigwv2.MappingValue }): apigwv2.ParameterMapping {
    return ParameterMapping.of(obj);
  }

  /** Adds a value to a header, or the header if the request has none of that name. */
  public appendHeader(name: string, value: apigwv2.MappingValue): ParameterMapping {
    super.appendHeader(name, value);
    return this;
  }

  /** Replaces a header. */
  public overwriteHeader(name: string, value: apigwv2.MappingValue): ParameterMapping {
    super.overwriteHeader(name, value);
    return this;
  }

  /** Removes a header. */
  public removeHeader(name: string): ParameterMapping {
    super.removeHeader(name);
    return this;
  }

  /** Adds a value to a query string parameter, or the parameter if the request has none of that name. */
  public appendQueryString(name: string, value: apigwv2.MappingValue): ParameterMapping {
    super.appendQueryString(name, value);
    return this;
  }

  /** Replaces a query string parameter. */
  public overwriteQueryString(name: string, value: apigwv2.MappingValue): ParameterMapping {
    super.overwriteQueryString(name, value);
    return this;
  }

  /** Removes a query string parameter. */
  public removeQueryString(name: string): ParameterMapping {
    super.removeQueryString(name);
    return this;
  }

  /** Replaces the path. */
  public overwritePath(value: apigwv2.MappingValue): ParameterMapping {
    super.overwritePath(value);
    return this;
  }

  /** Maps a key and a value for which there is no method. */
  public custom(key: string, value: string): ParameterMapping {
    // An assignment would take `__proto__` for the prototype, and lose it.
    Object.defineProperty(this.mappings, key, { value, writable: true, enumerable: true, configurable: true });
    return this;
  }
}
