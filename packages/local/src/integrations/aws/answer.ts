import type { Outcome } from '../../gateway/backend';
import { bodyBytes } from '../../gateway/body';
import { firstHeader } from '../../gateway/header';
import type { GatewayResponse } from '../../gateway/message';
import { isObject, type JsonObject } from '../../json';
import type { Operation } from './operations';
import { SERVICES } from './services';
import { sqsXml } from './sqs-xml';

/** What the client gets of a service's answer: all of it where the call went well, nothing but a 500 where it did not. */
export async function answerOf(response: GatewayResponse, { service, command }: Operation, requestId: string): Promise<Outcome> {
  const { statusCode, headers } = response;
  if (statusCode < 200 || statusCode > 299) {
    const diagnostics = errorOf(await bodyBytes(response.body), firstHeader(headers, 'x-amzn-errortype'));
    return { kind: 'failure', statusCode: 500, reason: `${service.title} answered ${statusCode}${diagnostics}` };
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

/** The type and the message of a service's error, as far as it gives them. */
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
