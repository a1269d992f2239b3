import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { EnvironmentOutcome } from '../../execution-environment';
import { type FunctionError, MAX_RESULT_BYTES } from '../../invocation';
import { readFunctionError } from './function-error';
import { type MessageBody, readBody, responseTooLarge } from './message-body';

const VERSION = '2018-06-01';
/** A runtime can describe the cause of an error for X-Ray in a header of up to a megabyte. */
const MAX_HEAD_BYTES = 1024 * 1024 + 64 * 1024;

/** An invocation for the runtime. */
export interface RuntimeInvocation {
  readonly requestId: string;
  /** JSON text. */
  readonly event: string;
  /** When the function times out, in milliseconds since 1970. */
  readonly deadline: number;
  readonly functionArn: string;
  readonly traceId?: string;
  /** JSON text about the client, which callers of Invoke can send. API Gateway sends none. */
  readonly clientContext?: string;
  /** JSON text about the Amazon Cognito identity of the caller, as for the client. */
  readonly cognitoIdentity?: string;
}

/** Hears what a runtime asks for and reports. */
export interface RuntimeListener {
  /** It is initialized: it asked for an invocation for the first time. */
  ready(): void;
  /** It reported that it cannot be initialized. */
  initFailed(error: FunctionError): void;
  /** It reported the result or the error of the invocation. */
  finished(outcome: EnvironmentOutcome): void;
}

/** By the names that Lambda has for them, which are part of its answers. */
type State = 'Started' | 'InitError' | 'Ready' | 'Running' | 'InvocationResponse' | 'InvocationErrorResponse' | 'RuntimeResponseSentState';

type Report = 'InvocationResponse' | 'InvocationErrorResponse';

/**
 * The Lambda Runtime API of one environment, on a loopback port of its own. Answers to wrong requests are those of AWS's Runtime
 * Interface Emulator.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
export class RuntimeApi {
  /** Starts to listen. */
  public static async listen(): Promise<RuntimeApi> {
    const api = new RuntimeApi();
    await new Promise<void>((resolve, reject) => {
      api.server.once('error', reject);
      api.server.listen({ host: '127.0.0.1', port: 0 }, resolve);
    });
    return api;
  }

  /** Is to be set before the runtime starts. */
  public listener?: RuntimeListener;
  private readonly server: Server;
  private state: State = 'Started';
  /** The last one that was given, until the next one is. */
  private invocation?: RuntimeInvocation;
  /** Whether the runtime has received it. */
  private isDelivered = true;
  /** Requests of the runtime for the next invocation, the newest last. */
  private waiting: ServerResponse[] = [];

  private constructor() {
    this.server = createServer(
      { maxHeaderSize: MAX_HEAD_BYTES, keepAliveTimeout: 0, headersTimeout: 0, requestTimeout: 0 },
      (message, response) => void this.answer(message, response),
    );
    // An environment that waits does not keep the gateway's process alive.
    this.server.unref();
    this.server.on('connection', (socket) => socket.unref());
  }

  /** Value of `AWS_LAMBDA_RUNTIME_API`: host and port. */
  public get address(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Whether an invocation was given that the runtime has not received. */
  public get hasUndelivered(): boolean {
    return !this.isDelivered;
  }

  /** Gives the next invocation to the runtime, now or when it asks for it. */
  public give(invocation: RuntimeInvocation): void {
    this.invocation = invocation;
    this.isDelivered = false;
    this.deliver();
  }

  /** Ends all connections. */
  public close(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  private async answer(message: IncomingMessage, response: ServerResponse): Promise<void> {
    message.on('error', () => undefined);
    response.on('error', () => undefined);
    if (this.isForeign(message)) {
      refuse(message, response, 403, 'Forbidden', 'only the runtime of this environment may call this API');
      return;
    }
    const [, path = ''] = new RegExp(`^/${VERSION}/runtime/([^?]*)`).exec(message.url ?? '') ?? [];
    const [, requestId, kind] = /^invocation\/([^/]+)\/(response|error)$/.exec(path) ?? [];
    const method = path === 'invocation/next' ? 'GET' : requestId !== undefined || path === 'init/error' ? 'POST' : undefined;
    if (method === undefined) {
      refuse(message, response, 404, 'NotFound', `the Runtime API ${VERSION} has no resource ${message.url}`);
    } else if (message.method !== method) {
      refuse(message, response, 405, 'MethodNotAllowed', `expected ${method}`);
    } else if (method === 'GET') {
      this.next(message, response);
    } else if (requestId === undefined) {
      await this.initError(message, response);
    } else {
      await this.report(kind === 'error' ? 'InvocationErrorResponse' : 'InvocationResponse', requestId, message, response);
    }
  }

  /** Pages in a browser can send requests to this machine, also under a name of their own. Runtimes are no browsers. */
  private isForeign({ headers }: IncomingMessage): boolean {
    const isOwnHost = [this.address, this.address.replace('127.0.0.1', 'localhost')].includes(headers.host ?? '');
    return !isOwnHost || headers.origin !== undefined || headers['sec-fetch-site'] !== undefined;
  }

  private next(message: IncomingMessage, response: ServerResponse): void {
    const from = this.state;
    if (from !== 'Started' && from !== 'Ready' && from !== 'Running' && from !== 'RuntimeResponseSentState') {
      this.refuseTransition('Ready', message, response);
      return;
    }
    // A runtime that asks again during an invocation gets the same one again.
    this.isDelivered &&= from !== 'Running';
    this.waiting = [...this.waiting.filter(isOpen), response];
    this.state = 'Ready';
    if (from === 'Started') {
      this.listener?.ready();
    }
    this.deliver();
  }

  private deliver(): void {
    const { invocation } = this;
    const response =
      this.state === 'Ready' && invocation !== undefined && !this.isDelivered ? this.waiting.filter(isOpen).pop() : undefined;
    if (response === undefined || invocation === undefined) {
      return;
    }
    this.waiting = this.waiting.filter((each) => each !== response);
    this.state = 'Running';
    this.isDelivered = true;
    for (const [name, value] of Object.entries(headersOf(invocation))) {
      if (value !== undefined) {
        response.setHeader(name, value);
      }
    }
    response.end(invocation.event);
  }

  private async initError(message: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.state !== 'Started') {
      this.refuseTransition('InitError', message, response);
      return;
    }
    this.state = 'InitError';
    const { text } = await readBody(message);
    accept(response);
    this.listener?.initFailed(readFunctionError(text, headerOf(message, 'lambda-runtime-function-error-type')));
  }

  private async report(to: Report, requestId: string, message: IncomingMessage, response: ServerResponse): Promise<void> {
    if (requestId !== this.invocation?.requestId || this.hasUndelivered) {
      refuse(message, response, 400, 'InvalidRequestID', 'Invalid request ID');
      return;
    }
    if (this.state !== 'Running') {
      this.refuseTransition(to, message, response);
      return;
    }
    this.state = to;
    const body = await readBody(message);
    const { outcome, refusal } = to === 'InvocationResponse' ? resultOf(message, body) : errorOf(message, body);
    this.state = 'RuntimeResponseSentState';
    this.listener?.finished(outcome);
    if (refusal === undefined) {
      accept(response);
    } else {
      refuse(message, response, ...refusal);
    }
  }

  private refuseTransition(to: State, message: IncomingMessage, response: ServerResponse): void {
    const text = `State transition from ${this.state} to ${to} failed for runtime. Error: State transition is not allowed`;
    refuse(message, response, 403, 'InvalidStateTransition', text);
  }
}

type Refusal = readonly [status: number, errorType: string, errorMessage: string];

interface Reported {
  readonly outcome: EnvironmentOutcome;
  /** The response to the runtime. @default 202: it is accepted */
  readonly refusal?: Refusal;
}

/** The outcome of a response. One that is streamed is collected, as the service does for callers that expect no stream. */
function resultOf(message: IncomingMessage, { text, size, isTooLarge, isTruncated }: MessageBody): Reported {
  const mode = headerOf(message, 'lambda-runtime-function-response-mode');
  if (mode !== undefined && mode !== 'streaming') {
    return {
      outcome: failed('Runtime.InvalidResponseModeHeader', `the response mode is ${mode}, and must be streaming or missing`),
      refusal: [400, 'InvalidFunctionResponseMode', 'Invalid function response mode'],
    };
  }
  if (isTruncated) {
    return {
      outcome: failed('Runtime.TruncatedResponse', 'the connection ended before the response was complete'),
      refusal: [400, 'TruncatedHTTPRequest', 'HTTP request detected as truncated'],
    };
  }
  if (isTooLarge) {
    return { outcome: failed('Function.ResponseSizeTooLarge', responseTooLarge(size)), refusal: TOO_LARGE };
  }
  // A stream that fails on its way says so behind its content.
  const { 'lambda-runtime-function-error-type': errorType, 'lambda-runtime-function-error-body': errorBody = '' } = message.trailers;
  return {
    outcome:
      errorType === undefined
        ? { kind: 'result', payload: text }
        : { kind: 'error', error: readFunctionError(Buffer.from(errorBody, 'base64').toString('utf8'), errorType) },
  };
}

const TOO_LARGE: Refusal = [413, 'RequestEntityTooLarge', `Exceeded maximum allowed payload size (${MAX_RESULT_BYTES} bytes).`];

function errorOf(message: IncomingMessage, { text, isTooLarge }: MessageBody): Reported {
  const error = readFunctionError(text, headerOf(message, 'lambda-runtime-function-error-type'));
  return { outcome: { kind: 'error', error }, refusal: isTooLarge ? TOO_LARGE : undefined };
}

function failed(errorType: string, errorMessage: string): EnvironmentOutcome {
  return { kind: 'error', error: { errorType, errorMessage, trace: [] } };
}

function headersOf({ requestId, deadline, functionArn, traceId, clientContext, cognitoIdentity }: RuntimeInvocation) {
  return {
    'Content-Type': 'application/json',
    'Lambda-Runtime-Aws-Request-Id': requestId,
    'Lambda-Runtime-Deadline-Ms': String(deadline),
    'Lambda-Runtime-Invoked-Function-Arn': functionArn,
    'Lambda-Runtime-Trace-Id': traceId,
    'Lambda-Runtime-Client-Context': clientContext,
    'Lambda-Runtime-Cognito-Identity': cognitoIdentity,
  };
}

function isOpen(response: ServerResponse): boolean {
  return !response.destroyed && response.socket?.destroyed === false;
}

function accept(response: ServerResponse): void {
  write(response, 202, { status: 'OK' });
}

/** A body that nobody reads would keep the connection from its next request. */
function refuse(message: IncomingMessage, response: ServerResponse, ...[status, errorType, errorMessage]: Refusal): void {
  message.resume();
  write(response, status, { errorMessage, errorType });
}

function write(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(`${JSON.stringify(body)}\n`);
}

function headerOf({ headers }: IncomingMessage, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}
