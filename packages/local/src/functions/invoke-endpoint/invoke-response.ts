import type { IncomingMessage } from 'node:http';
import type { InvokeEndpoint } from '../../definitions/invoke-endpoint';
import type { EnvironmentOutcome } from '../execution-environment';
import { isObject, parseJson, readFunctionError } from '../runtimes/runtime-api/function-error';
import { type MessageBody, responseTooLarge } from '../runtimes/runtime-api/message-body';

/** What an endpoint answered. */
export interface InvokeResponse {
  readonly outcome: EnvironmentOutcome;
  /** The last lines that the function wrote, if the endpoint returns them. */
  readonly log: readonly string[];
}

/** The members of an error as runtimes report it. */
const ERROR_MEMBERS = ['errorType', 'errorMessage', 'stackTrace', 'trace', 'requestId', 'cause'];
const TIMED_OUT = /^Task timed out after \d+\.\d{2} seconds$/;

/** Reads the answer of an Invoke endpoint. */
export function readResponse(response: IncomingMessage, body: MessageBody, endpoint: InvokeEndpoint): InvokeResponse {
  return { outcome: outcomeOf(response, body, endpoint), log: logOf(headerOf(response, 'x-amz-log-result')) };
}

function outcomeOf(
  response: IncomingMessage,
  { text, size, isTooLarge, isTruncated }: MessageBody,
  endpoint: InvokeEndpoint,
): EnvironmentOutcome {
  const status = response.statusCode ?? 0;
  if (isTruncated) {
    return failed('Runtime.TruncatedResponse', `${endpoint.url} closed the connection before its response was complete`);
  }
  if (isTooLarge) {
    return failed('Function.ResponseSizeTooLarge', responseTooLarge(size));
  }
  if (headerOf(response, 'x-amz-function-error') !== undefined || isErrorOfEmulator(text, status, endpoint)) {
    return { kind: 'error', error: readFunctionError(text, undefined) };
  }
  if (endpoint.isEmulator && TIMED_OUT.test(text)) {
    return failed('Sandbox.Timedout', text);
  }
  if (status < 200 || status > 299) {
    const [type = `HTTP ${status}`] = headerOf(response, 'x-amzn-errortype')?.split(':') ?? [];
    return failed(type, `${endpoint.url} answered ${status}${messageOf(text)}`);
  }
  return { kind: 'result', payload: text === '' ? 'null' : text };
}

/** The Runtime Interface Emulator answers an error of the function with 200 or 502 and without the header that says so. */
function isErrorOfEmulator(text: string, status: number, { isEmulator }: InvokeEndpoint): boolean {
  const error = isEmulator && (status === 200 || status === 502) && text.startsWith('{') ? parseJson(text) : undefined;
  return isObject(error) && typeof error.errorType === 'string' && Object.keys(error).every((name) => ERROR_MEMBERS.includes(name));
}

/** Errors of AWS have their message as `message` or `Message`. */
function messageOf(text: string): string {
  const error = parseJson(text);
  const message = isObject(error) ? (error.message ?? error.Message) : text.slice(0, MAX_SHOWN_LENGTH);
  return typeof message === 'string' && message !== '' ? `: ${message}` : '';
}

/** How much of a text that is no JSON is shown, in characters. */
const MAX_SHOWN_LENGTH = 200;

function failed(errorType: string, errorMessage: string): EnvironmentOutcome {
  return { kind: 'error', error: { errorType, errorMessage, trace: [] } };
}

function logOf(tail: string | undefined): readonly string[] {
  const text = tail === undefined ? '' : Buffer.from(tail, 'base64').toString('utf8').trimEnd();
  return text === '' ? [] : text.split('\n');
}

function headerOf({ headers }: IncomingMessage, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}
