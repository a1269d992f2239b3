/** The results of a subject under load. */
export interface Load {
  readonly requests: number;
  readonly requestsPerSecond: number;
  readonly failed: number;
}

/** A load generator that keeps all connections busy. */
export interface Client {
  /** The name of the program with its version. */
  readonly shown: string;
  load(url: string, seconds: number, connections: number): Promise<Load>;
}

export const HEADERS = { header1: 'first', accept: 'application/json', 'user-agent': 'bench' };

/** The default, and the number of environments that serverless-offline starts under this load. */
export const CONNECTIONS = 50;
