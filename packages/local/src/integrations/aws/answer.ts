import { isObject, type JsonObject } from '@apigwv2-integrations/core/engine';
import type { Outcome } from '../../gateway/backend';
import { bodyBytes } from '../../gateway/body';
import { firstHeader } from '../../gateway/header';
import type { GatewayResponse } from '../../gateway/message';
import type { Operation } from './operations';
import { SERVICES } from './services';

/** The client's response: the service's own on success, a 500 without details on an error. */
export async function answerOf(response: GatewayResponse, { service, command }: Operation, requestId: string): Promise<Outcome> {
  const { statusCode, headers } = response;
  if (statusCode < 200 || statusCode > 299) {
    const details = errorOf(await bodyBytes(response.body), firstHeader(headers, 'x-amzn-errortype'));
    return { kind: 'failure', statusCode: 500, reason: `${service.title} answered ${statusCode}${details}` };
  }
  if (service !== SERVICES.sqs || isXml(response)) {
    return { kind: 'response', response };
  }
  const body = sqsXml(
    command.replace(/Command$/, ''),
    objectIn(await bodyBytes(response.body)) ?? {},
    firstHeader(headers, 'x-amzn-requestid') ?? requestId,
  );
  const kept = headers.filter(([name]) => !['content-type', 'content-length', 'x-amz-crc32'].includes(name.toLowerCase()));
  return { kind: 'response', response: { statusCode, headers: [...kept, ['content-type', 'text/xml']], body } };
}

function isXml({ headers }: GatewayResponse): boolean {
  return /xml/i.test(firstHeader(headers, 'content-type') ?? '');
}

/** Type and message of a service's error, where present. */
function errorOf(body: Buffer, type: string | undefined): string {
  const error = objectIn(body);
  const name = [type, error?.['__type'], error?.['code']].find((each) => typeof each === 'string');
  const message = [error?.['message'], error?.['Message']].find((each) => typeof each === 'string');
  const shown = [typeof name === 'string' ? name.replace(/^.*#|:.*$/g, '') : undefined, message ?? body.toString().trim()];
  const text = shown.filter((part) => part !== undefined && part !== '').join(': ');
  return text === '' ? '' : `, ${text.slice(0, 500)}`;
}

function objectIn(body: Buffer): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(body.toString());
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const NAMESPACE = 'http://queue.amazonaws.com/doc/2012-11-05/';

/**
 * Converts a JSON answer of SQS to its XML query protocol, which HTTP APIs use; the SDK uses JSON.
 *
 * @param action such as `SendMessage`
 */
function sqsXml(action: string, answer: JsonObject, requestId: string): string {
  const result = resultOf(answer);
  return [
    `<?xml version="1.0"?><${action}Response xmlns="${NAMESPACE}">`,
    action === 'SendMessage' || action === 'ReceiveMessage' ? element(`${action}Result`, result) : '',
    element('ResponseMetadata', element('RequestId', escaped(requestId))),
    `</${action}Response>`,
  ].join('');
}

function resultOf(answer: JsonObject): string {
  const { Messages: messages, ...members } = answer;
  const each = Array.isArray(messages) ? messages.filter(isObject) : [];
  return `${texts(members)}${each.map((message) => element('Message', messageOf(message))).join('')}`;
}

function messageOf(message: JsonObject): string {
  const { Attributes: system, MessageAttributes: own, ...members } = message;
  const named = (name: string, values: unknown, value: (content: unknown) => string) =>
    (isObject(values) ? Object.entries(values) : [])
      .map(([key, content]) => element(name, element('Name', escaped(key)) + element('Value', value(content))))
      .join('');
  return [
    texts(members),
    named('Attribute', system, (content) => escaped(String(content))),
    named('MessageAttribute', own, (content) => (isObject(content) ? texts(content) : '')),
  ].join('');
}

function texts(members: JsonObject): string {
  return Object.entries(members)
    .filter(([, value]) => typeof value === 'string' || typeof value === 'number')
    .map(([name, value]) => element(name, escaped(String(value))))
    .join('');
}

function element(name: string, content: string): string {
  return `<${name}>${content}</${name}>`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#xD;' };

function escaped(text: string): string {
  return text.replace(/[&<>"\r]/g, (character) => ENTITIES[character] ?? character);
}
