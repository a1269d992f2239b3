import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect } from 'node:net';
import type { InvokeEndpoint } from '../../definitions/invoke-endpoint';
import { lookupOf } from '../../gateway/loopback';
import type {
  EnvironmentListener,
  EnvironmentOutcome,
  EnvironmentRequest,
  EnvironmentState,
  ExecutionEnvironment,
} from '../execution-environment';
import { readBody } from '../runtimes/runtime-api/message-body';
import { readResponse } from './invoke-response';

/** What is in reach answers at once; what drops packets never does. */
const MAX_CONNECT_MILLIS = 5000;

/**
 * An environment that another program has, behind an endpoint with Lambda's Invoke API. It is ready when the endpoint accepts
 * connections.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
export class EndpointEnvironment implements ExecutionEnvironment {
  public state: EnvironmentState = 'starting';
  private readonly url: URL;
  private sent?: ClientRequest;

  public constructor(
    private readonly endpoint: InvokeEndpoint,
    private readonly listener: EnvironmentListener,
  ) {
    this.url = new URL(endpoint.url);
    this.connect();
  }

  public async invoke({ event, traceId }: EnvironmentRequest): Promise<EnvironmentOutcome> {
    this.state = 'busy';
    try {
      const response = await this.post(event, traceId);
      const body = await readBody(response);
      // It was ended meanwhile, and nobody waits for the outcome.
      this.state = this.isEnded() ? 'ended' : 'ready';
      const { outcome, log } = readResponse(response, body, this.endpoint);
      for (const line of log) {
        this.listener.wrote('stdout', line);
      }
      return outcome;
    } catch (error) {
      const reason = describe(error as NodeJS.ErrnoException, this.endpoint.url);
      this.end(reason);
      return { kind: 'crash', reason };
    } finally {
      this.sent = undefined;
    }
  }

  public async terminate(): Promise<void> {
    this.state = 'ended';
    this.sent?.destroy();
  }

  private connect(): void {
    const { protocol, hostname, port } = this.url;
    const host = hostname.replace(/^\[|\]$/g, '');
    const socket = connect({
      host,
      port: Number(port || (protocol === 'https:' ? 443 : 80)),
      lookup: lookupOf(host),
      timeout: MAX_CONNECT_MILLIS,
    });
    socket.unref();
    socket.once('connect', () => {
      socket.destroy();
      if (!this.isEnded()) {
        this.state = 'ready';
        this.listener.ready();
      }
    });
    socket.once('timeout', () => socket.destroy(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' })));
    socket.once('error', (error) => this.end(describe(error, this.endpoint.url)));
  }

  private post(event: string, traceId: string | undefined): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const body = Buffer.from(event);
      const request = this.url.protocol === 'https:' ? httpsRequest : httpRequest;
      this.sent = request(this.url, {
        method: 'POST',
        // A kept connection may be that of a container which was replaced meanwhile.
        agent: false,
        lookup: lookupOf(this.url.hostname),
        headers: {
          'content-type': 'application/json',
          'content-length': body.length,
          'x-amz-invocation-type': 'RequestResponse',
          'x-amz-log-type': 'Tail',
          ...(traceId === undefined ? {} : { 'x-amzn-trace-id': traceId }),
        },
      });
      this.sent.once('response', resolve);
      this.sent.on('error', reject);
      this.sent.end(body);
    });
  }

  private end(reason: string): void {
    if (!this.isEnded()) {
      this.state = 'ended';
      this.listener.ended(reason);
    }
  }

  private isEnded(): boolean {
    return this.state === 'ended';
  }
}

function describe({ code, message }: NodeJS.ErrnoException, url: string): string {
  switch (code) {
    case 'ECONNREFUSED':
      return `nothing listens at ${url}: start what runs the function, or pass --function with its address`;
    case 'ECONNRESET':
    case 'EPIPE':
      return `${url} closed the connection before it answered`;
    default:
      return `${url} cannot be called: ${code === undefined ? message : `${code}: ${message}`}`;
  }
}
