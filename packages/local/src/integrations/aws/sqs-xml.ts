import { isObject, type JsonObject } from '../../json';

const NAMESPACE = 'http://queue.amazonaws.com/doc/2012-11-05/';

/**
 * The answer of SQS in the words of its query protocol, in which HTTP APIs speak to it; the SDK speaks JSON.
 *
 * @param action such as `SendMessage`
 */
export function sqsXml(action: string, answer: JsonObject, requestId: string): string {
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
