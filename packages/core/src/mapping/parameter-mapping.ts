import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { keepText, textByKey, textIn } from './composed-text';
import { mergeEntries, setEntry } from './entries';

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
    const made = new ParameterMapping();
    for (const [key, value] of Object.entries(mappings)) {
      made.set(key, value);
    }
    return made;
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
    return this.set(`append:header.${name}`, value);
  }

  /** Replaces a header. */
  public overwriteHeader(name: string, value: apigwv2.MappingValue): ParameterMapping {
    return this.set(`overwrite:header.${name}`, value);
  }

  /** Removes a header. */
  public removeHeader(name: string): ParameterMapping {
    super.removeHeader(name);
    return this;
  }

  /** Adds a value to a query string parameter, or the parameter if the request has none of that name. */
  public appendQueryString(name: string, value: apigwv2.MappingValue): ParameterMapping {
    return this.set(`append:querystring.${name}`, value);
  }

  /** Replaces a query string parameter. */
  public overwriteQueryString(name: string, value: apigwv2.MappingValue): ParameterMapping {
    return this.set(`overwrite:querystring.${name}`, value);
  }

  /** Removes a query string parameter. */
  public removeQueryString(name: string): ParameterMapping {
    super.removeQueryString(name);
    return this;
  }

  /** Replaces the path. */
  public overwritePath(value: apigwv2.MappingValue): ParameterMapping {
    return this.set('overwrite:path', value);
  }

  /** Maps a key and a value for which there is no method. */
  public custom(key: string, value: string): ParameterMapping {
    keepText(this, key, []);
    setEntry(this.mappings, key, value);
    return this;
  }

  /**
   * A new mapping of this one's entries and another's. Neither is changed.
   *
   * Throws `MappingClash` where both write the same header, query string parameter or the path.
   */
  public merge(other: apigwv2.ParameterMapping): ParameterMapping {
    const merged = new ParameterMapping();
    mergeEntries(merged.mappings, this.mappings, '');
    mergeEntries(merged.mappings, other.mappings, '');
    for (const [key, text] of [...textByKey(this), ...textByKey(other)]) {
      keepText(merged, key, text);
    }
    return merged;
  }

  private set(key: string, value: apigwv2.IMappingValue): ParameterMapping {
    this.custom(key, value.value);
    keepText(this, key, textIn(value));
    return this;
  }
}
