/** What a subject did under load. */
export interface Load {
  readonly requests: number;
  readonly requestsPerSecond: number;
  readonly failed: number;
}

/** A program that sends requests, and keeps all connections busy. */
export interface Client {
  /** With its version. */
  readonly shown: string;
  load(url: string, seconds: number): Promise<Load>;
}

export const HEADERS = { header1: 'first', accept: 'application/json', 'user-agent': 'bench' };

/** As many environments as serverless-offline makes under it. */
export const CONNECTIONS = 50;
