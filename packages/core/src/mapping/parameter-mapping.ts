import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { setTextSpans, textSpansByKey, textSpansOf } from './composed-text';
import { mergeEntries, setEntry } from './entries';

/**
 * Transforms the requests of an HTTP API before they reach the backend.
 *
 * You can use it wherever the CDK's `ParameterMapping` is accepted.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-parameter-mapping.html
 */
export class ParameterMapping extends apigwv2.ParameterMapping {
  /**
   * Creates a mapping from keys in API Gateway's own syntax.
   *
   * @param mappings The values, by keys such as `append:header.x-user`.
   */
  public static of(mappings: { [key: string]: apigwv2.IMappingValue }): ParameterMapping {
    const mapping = new ParameterMapping();
    for (const [key, value] of Object.entries(mappings)) {
      mapping.set(key, value);
    }
    return mapping;
  }

  /**
   * Creates a mapping, like the method of the CDK's class. Returns an instance of this class, although the declared type
   * is the CDK's. The return type of `ParameterMapping.of` is this class.
   *
   * @param obj The values, by keys such as `append:header.x-user`.
   */
  public static fromObject(obj: { [key: string]: apigwv2.MappingValue }): apigwv2.ParameterMapping {
    return ParameterMapping.of(obj);
  }

  /** Appends a value to a header, or adds the header if it is missing. */
  public appendHeader(name: string, value: apigwv2.MappingValue): ParameterMapping {
    return this.set(`append:header.${name}`, value);
  }

  /** Overwrites a header. */
  public overwriteHeader(name: string, value: apigwv2.MappingValue): ParameterMapping {
    return this.set(`overwrite:header.${name}`, value);
  }

  /** Removes a header. */
  public removeHeader(name: string): ParameterMapping {
    super.removeHeader(name);
    return this;
  }

  /** Appends a value to a query string parameter, or adds the parameter if it is missing. */
  public appendQueryString(name: string, value: apigwv2.MappingValue): ParameterMapping {
    return this.set(`append:querystring.${name}`, value);
  }

  /** Overwrites a query string parameter. */
  public overwriteQueryString(name: string, value: apigwv2.MappingValue): ParameterMapping {
    return this.set(`overwrite:querystring.${name}`, value);
  }

  /** Removes a query string parameter. */
  public removeQueryString(name: string): ParameterMapping {
    super.removeQueryString(name);
    return this;
  }

  /** Overwrites the path. */
  public overwritePath(value: apigwv2.MappingValue): ParameterMapping {
    return this.set('overwrite:path', value);
  }

  /** Adds an entry with a key and a value in API Gateway's own syntax. */
  public custom(key: string, value: string): ParameterMapping {
    setTextSpans(this, key, []);
    setEntry(this.mappings, key, value);
    return this;
  }

  /**
   * Creates a mapping with the entries of this mapping and of another one. Neither is modified.
   *
   * Throws `MappingClash` if both set the same header, query string parameter, or the path.
   */
  public merge(other: apigwv2.ParameterMapping): ParameterMapping {
    const merged = new ParameterMapping();
    mergeEntries(merged.mappings, this.mappings, '');
    mergeEntries(merged.mappings, other.mappings, '');
    for (const [key, text] of [...textSpansByKey(this), ...textSpansByKey(other)]) {
      setTextSpans(merged, key, text);
    }
    return merged;
  }

  private set(key: string, value: apigwv2.IMappingValue): ParameterMapping {
    this.custom(key, value.value);
    setTextSpans(this, key, textSpansOf(value));
    return this;
  }
}
