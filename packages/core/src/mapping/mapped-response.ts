/** A response as the client gets it from a mapping. */
export interface MappedResponse {
  /** The status code. */
  readonly statusCode: number;

  /** Headers under the names that they were written with; several values of one are joined by commas. */
  readonly headers: { [name: string]: string };

  /** Each header's values. */
  readonly multiValueHeaders: { [name: string]: string[] };
}
