/** An answer of the inspector's API that is no success. */
export class ApiFailure extends Error {
  public constructor(
    public readonly status: number,
    message: string,
    /** The exchange that failed. */
    public readonly exchange?: string,
  ) {
    super(message);
    this.name = 'ApiFailure';
  }
}
