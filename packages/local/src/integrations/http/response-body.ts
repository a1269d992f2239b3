import { Readable } from 'node:stream';

/** What of a call a reader of its response can do. */
export interface ResponseSource {
  resume(): void;
  abort(): void;
}

/** The body of a response that is still on its way, at the pace of its reader. */
export class ResponseBody extends Readable {
  public constructor(private readonly source: ResponseSource) {
    super();
    // Whoever has dropped the response need not know how it ended.
    this.on('error', () => undefined);
  }

  public override _read(): void {
    this.source.resume();
  }

  public override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    if (!this.readableEnded) {
      this.source.abort();
    }
    callback(error);
  }
}
