import { keepText, textByKey, textIn } from './composed-text';
import { type Entries, mergeEntries, setEntry } from './entries';
import type { ResponseMappingValue } from './response-mapping-value';

/** Entries of several status codes are remembered side by side. */
export const textKey = (status: string, key: string): string => `${status} ${key}`;

/**
 * How an HTTP API transforms the backend's response before it reaches the client, for each status code that
 * the backend gives.
 *
 * What API Gateway answers itself (404, 401, 403, 5xx of its own) is not transformed.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-parameter-mapping.html
 */
export class ResponseParameterMapping {
  private readonly byStatus = new Map<string, Entries>();

  /**
   * Adds a value to a header, or the header if the response has none of that name.
   *
   * @param status the backend's status code, from 200 to 599
   */
  public appendHeader(status: number, name: string, value: ResponseMappingValue): ResponseParameterMapping {
    return this.add(status, `append:header.${name}`, value);
  }

  /**
   * Replaces a header.
   *
   * @param status the backend's status code, from 200 to 599
   */
  public overwriteHeader(status: number, name: string, value: ResponseMappingValue): ResponseParameterMapping {
    return this.add(status, `overwrite:header.${name}`, value);
  }

  /**
   * Removes a header.
   *
   * @param status the backend's status code, from 200 to 599
   */
  public removeHeader(status: number, name: string): ResponseParameterMapping {
    // The service wants a value even here, of one character at least.
    return this.custom(status, `remove:header.${name}`, "''");
  }

  /**
   * Replaces the status code.
   *
   * @param status the backend's status code, from 200 to 599
   * @param statusCode what the client gets
   */
  public overwriteStatusCode(status: number, statusCode: string): ResponseParameterMapping {
    return this.custom(status, 'overwrite:statuscode', statusCode);
  }

  /**
   * Maps a key and a value for which there is no method.
   *
   * @param status the backend's status code, from 200 to 599
   */
  public custom(status: number, key: string, value: string): ResponseParameterMapping {
    keepText(this, textKey(String(status), key), []);
    setEntry(this.entriesOf(String(status)), key, value);
    return this;
  }

  /**
   * A new mapping of this one's entries and another's. Neither is changed.
   *
   * Throws `MappingClash` where both write the same header, or the status code, for one status.
   */
  public merge(other: ResponseParameterMapping): ResponseParameterMapping {
    const merged = new ResponseParameterMapping();
    for (const source of [this, other]) {
      for (const [status, entries] of source.byStatus) {
        mergeEntries(merged.entriesOf(status), entries, ` for status ${status}`);
      }
      for (const [key, text] of textByKey(source)) {
        keepText(merged, key, text);
      }
    }
    return merged;
  }

  /** From status codes to keys, such as `append:header.x-user`, to values. */
  public get mappings(): { [status: string]: { [key: string]: string } } {
    return Object.fromEntries([...this.byStatus].map(([status, entries]) => [status, { ...entries }]));
  }

  private add(status: number, key: string, value: ResponseMappingValue): ResponseParameterMapping {
    this.custom(status, key, value.value);
    keepText(this, textKey(String(status), key), textIn(value));
    return this;
  }

  private entriesOf(status: string): Entries {
    const entries = this.byStatus.get(status) ?? {};
    this.byStatus.set(status, entries);
    return entries;
  }
}
