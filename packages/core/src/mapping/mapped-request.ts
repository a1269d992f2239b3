/** A request as the backend gets it from a mapping. */
export interface MappedRequest {
  /** The path. */
  readonly path: string;

  /** Headers under the names that they were written with; several values of one are joined by commas. */
  readonly headers: { [name: string]: string };

  /** Each header's values. */
  readonly multiValueHeaders: { [name: string]: string[] };

  /** Query string parameters; several values of one are joined by commas. */
  readonly queryString: { [name: string]: string };

  /** Each query string parameter's values. */
  readonly multiValueQueryString: { [name: string]: string[] };
}
