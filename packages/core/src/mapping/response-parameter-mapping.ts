import { setTextSpans, textSpansByKey, textSpansOf } from './composed-text';
import { type Entries, mergeEntries, setEntry } from './entries';
import type { ResponseMappingValue } from './response-mapping-value';

/** The key under which the literal parts of an entry are stored. */
export const textKey = (status: string, key: string): string => `${status} ${key}`;

/**
 * Transforms the responses of an HTTP API's backend before they reach the client, by the backend's status code.
 *
 * Responses that API Gateway generates itself, such as 401, 403, 404 and its own 5xx, are not transformed.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-parameter-mapping.html
 */
export class ResponseParameterMapping {
  private readonly byStatus = new Map<string, Entries>();

  /**
   * Appends a value to a header, or adds the header if it is missing.
   *
   * @param status The status code of the backend's response, from 200 to 599.
   */
  public appendHeader(status: number, name: string, value: ResponseMappingValue): ResponseParameterMapping {
    return this.add(status, `append:header.${name}`, value);
  }

  /**
   * Overwrites a header.
   *
   * @param status The status code of the backend's response, from 200 to 599.
   */
  public overwriteHeader(status: number, name: string, value: ResponseMappingValue): ResponseParameterMapping {
    return this.add(status, `overwrite:header.${name}`, value);
  }

  /**
   * Removes a header.
   *
   * @param status The status code of the backend's response, from 200 to 599.
   */
  public removeHeader(status: number, name: string): ResponseParameterMapping {
    // API Gateway requires a value of at least one character for removals too.
    return this.custom(status, `remove:header.${name}`, "''");
  }

  /**
   * Overwrites the status code.
   *
   * @param status The status code of the backend's response, from 200 to 599.
   * @param statusCode The status code that the client receives.
   */
  public overwriteStatusCode(status: number, statusCode: string): ResponseParameterMapping {
    return this.custom(status, 'overwrite:statuscode', statusCode);
  }

  /**
   * Adds an entry with a key and a value in API Gateway's own syntax.
   *
   * @param status The status code of the backend's response, from 200 to 599.
   */
  public custom(status: number, key: string, value: string): ResponseParameterMapping {
    setTextSpans(this, textKey(String(status), key), []);
    setEntry(this.entriesOf(String(status)), key, value);
    return this;
  }

  /**
   * Creates a mapping with the entries of this mapping and of another one. Neither is modified.
   *
   * Throws `MappingClash` if both set the same header, or the status code, for the same status.
   */
  public merge(other: ResponseParameterMapping): ResponseParameterMapping {
    const merged = new ResponseParameterMapping();
    for (const source of [this, other]) {
      for (const [status, entries] of source.byStatus) {
        mergeEntries(merged.entriesOf(status), entries, ` for status ${status}`);
      }
      for (const [key, text] of textSpansByKey(source)) {
        setTextSpans(merged, key, text);
      }
    }
    return merged;
  }

  /** The values, by status code and by keys such as `append:header.x-user`. */
  public get mappings(): { [status: string]: { [key: string]: string } } {
    return Object.fromEntries([...this.byStatus].map(([status, entries]) => [status, { ...entries }]));
  }

  private add(status: number, key: string, value: ResponseMappingValue): ResponseParameterMapping {
    this.custom(status, key, value.value);
    setTextSpans(this, textKey(String(status), key), textSpansOf(value));
    return this;
  }

  private entriesOf(status: string): Entries {
    const entries = this.byStatus.get(status) ?? {};
    this.byStatus.set(status, entries);
    return entries;
  }
}
