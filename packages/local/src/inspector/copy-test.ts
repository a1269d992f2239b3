import type { ExchangeRecord } from './exchange-record';
import type { Kept } from './kept-text';
import type { NameValue } from './protocol';
import type { Piece, Secret, Secrets } from './secrets';

/** What the test loads. */
export interface TestTarget {
  /** The app as the command was given it. */
  readonly source: string;
  /** Options of `LocalGateway.load`, without secrets. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Of the connection of a message. */
  readonly handshake?: ExchangeRecord;
}

/** Headers that `inject` writes by itself, and those of the connection. */
const OWN_HEADERS = /^(?:connection|content-length|transfer-encoding|keep-alive|expect|host|accept-encoding|upgrade|sec-websocket-.*)$/i;

/** A test for vitest that repeats an exchange, and expects the same answer. Secrets are read from environment variables. */
export function testFor(record: ExchangeRecord, secrets: Secrets, target: TestTarget): string {
  const { kind } = record.start;
  const lines = kind === 'request' ? requestLines(record, secrets) : connectionLines(record, secrets, target.handshake ?? record);
  const variables = usedSecrets(lines) ? [...SECRET_FUNCTION] : [];
  const imports = kind === 'connection' && record.status !== 101 ? 'HandshakeError, LocalGateway' : 'LocalGateway';
  return [
    `import { ${imports} } from '@apigwv2-integrations/local';`,
    "import { expect, test } from 'vitest';",
    '',
    `test(${literal(titleOf(record))}, async () => {`,
    `  const gateway = await LocalGateway.load(${literal(target.source)}${optionsOf(target.options)});`,
    '  try {',
    ...lines.map((line) => `    ${line}`),
    '  } finally {',
    '    await gateway.close();',
    '  }',
    '});',
    ...variables,
    '',
  ].join('\n');
}

function titleOf({ start, status, answered }: ExchangeRecord): string {
  switch (start.kind) {
    case 'request':
      return `${start.method} ${start.path} answers ${status ?? 'nothing'}`;
    case 'connection':
      return status === 101 ? `${start.path} accepts a connection` : `${start.path} refuses a connection with ${status}`;
    case 'message':
      return `a message for ${start.route ?? 'no route'} gets ${answered === 'none' ? 'no answer' : `an ${answered === 'error' ? 'error' : 'answer'}`}`;
  }
}

function requestLines(record: ExchangeRecord, secrets: Secrets): readonly string[] {
  const { start, status, answer, requestBody } = record;
  const { api, method, headers = [], target = start.path } = start;
  const type = answer?.headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1];
  return [
    `const response = await gateway.api(${literal(api)}).inject({`,
    `  method: ${literal(method)},`,
    `  path: ${expression(secrets.targetPieces(target))},`,
    ...headerLines(headers, secrets),
    ...(requestBody === undefined || requestBody.bytes === 0 ? [] : [`  body: ${bodyExpression(requestBody, secrets)},`]),
    '});',
    `expect(response.statusCode).toBe(${status ?? 200});`,
    ...(type === undefined ? [] : [`expect(response.headers['content-type']).toBe(${expression(secrets.pieces(type))});`]),
    ...(method === 'HEAD' ? [] : bodyAssertion(record, secrets)),
  ];
}

/** A body with values of this one request is not expected again. */
function bodyAssertion({ answerBody, requestId, startedAt }: ExchangeRecord, secrets: Secrets): readonly string[] {
  if (answerBody === undefined || answerBody.bytes === 0) {
    return [];
  }
  const text = textOf(answerBody);
  if (text === undefined || answerBody.bytes > MAX_EXPECTED_BYTES) {
    return ['// The body is not compared: it is long, or not text.'];
  }
  if (changes(text, requestId, startedAt)) {
    return ['// The body is not compared: it has values that change, such as an ID or a time.'];
  }
  return [`expect(response.text()).toBe(${expression(secrets.pieces(text))});`];
}

const MAX_EXPECTED_BYTES = 16 * 1024;
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/i;

/** Whether a text has the ID of the request, the time of the day, or a UUID. */
function changes(text: string, requestId: string, startedAt: number): boolean {
  const today = new Date(startedAt).toISOString().slice(0, 'YYYY-MM-DD'.length);
  // Milliseconds and seconds of the same quarter of an hour begin with the same six digits.
  const epoch = new RegExp(`\\b${String(startedAt).slice(0, 6)}\\d{4}(?:\\d{3})?\\b`);
  return text.includes(requestId) || text.includes(today) || epoch.test(text) || UUID.test(text);
}

function connectionLines(record: ExchangeRecord, secrets: Secrets, handshake: ExchangeRecord): readonly string[] {
  const { headers = [], target = handshake.start.path } = handshake.start;
  const subprotocols = headers
    .filter(([name]) => name.toLowerCase() === 'sec-websocket-protocol')
    .flatMap(([, value]) => value.split(/\s*,\s*/));
  const request = [
    `  path: ${expression(secrets.targetPieces(target))},`,
    ...headerLines(headers, secrets),
    ...(subprotocols.length === 0 ? [] : [`  subprotocols: ${literal(subprotocols)},`]),
  ];
  const api = `gateway.api(${literal(record.start.api)})`;
  if (record.start.kind === 'connection' && record.status !== 101) {
    return [
      `const refused = await ${api}.connect({`,
      ...request,
      '}).catch((error) => error);',
      'expect(refused).toBeInstanceOf(HandshakeError);',
      `expect(refused.statusCode).toBe(${record.status ?? 500});`,
    ];
  }
  const opened = [`const client = await ${api}.connect({`, ...request, '});'];
  return record.start.kind === 'connection'
    ? [...opened, 'expect(client.connectionId).toEqual(expect.any(String));', 'client.close();']
    : [
        ...opened,
        `client.send(${expression(secrets.pieces(record.requestBody?.content.toString() ?? ''))});`,
        ...frameAssertion(record, secrets),
      ];
}

function frameAssertion({ frames, requestId, startedAt, answered }: ExchangeRecord, secrets: Secrets): readonly string[] {
  const sent = frames.filter(({ direction }) => direction === 'out').map(({ text }) => text.content.toString());
  const [frame] = sent;
  if (answered === 'none' || frame === undefined) {
    return ['await gateway.idle();'];
  }
  if (answered === 'error') {
    return [`expect(JSON.parse(await client.next()).message).toBe(${literal((JSON.parse(frame) as { message: string }).message)});`];
  }
  return changes(frame, requestId, startedAt)
    ? [
        '// The answer is not compared: it has values that change, such as an ID or a time.',
        'expect(await client.next()).toEqual(expect.any(String));',
      ]
    : [`expect(await client.next()).toBe(${expression(secrets.pieces(frame))});`];
}

function headerLines(headers: readonly NameValue[], secrets: Secrets): readonly string[] {
  const byName = new Map<string, { readonly name: string; readonly values: string[] }>();
  for (const [name, value] of headers.filter(([each]) => !OWN_HEADERS.test(each))) {
    const entry = byName.get(name.toLowerCase()) ?? { name, values: [] };
    entry.values.push(expression(secrets.headerPieces(name, value)));
    byName.set(name.toLowerCase(), entry);
  }
  const lines = [...byName.values()].map(
    ({ name, values }) => `    [${literal(name)}]: ${values.length === 1 ? values[0] : `[${values.join(', ')}]`},`,
  );
  return lines.length === 0 ? [] : ['  headers: {', ...lines, '  },'];
}

function bodyExpression(body: Kept, secrets: Secrets): string {
  const text = textOf(body);
  return text === undefined
    ? `Buffer.from(${literal(Buffer.from(body.content).toString('base64'))}, 'base64')`
    : expression(secrets.pieces(text));
}

function textOf({ content }: Kept): string | undefined {
  if (typeof content === 'string') {
    return content;
  }
  return content.equals(Buffer.from(content.toString())) ? content.toString() : undefined;
}

const SECRET_FUNCTION = [
  '',
  'function secret(name: string): string {',
  '  return process.env[name] ?? expect.fail(`set the environment variable ${name} to the value as it stands in the request`);',
  '}',
];

function usedSecrets(lines: readonly string[]): boolean {
  // In a literal, the quote has a backslash before it.
  return lines.some((line) => line.includes("secret('APIGW_"));
}

/** An expression whose value is a text. */
function expression(pieces: readonly Piece[]): string {
  const terms = pieces.map((piece) => (typeof piece === 'string' ? literal(piece) : formOf(piece)));
  return terms.length === 0 ? "''" : terms.join(' + ');
}

function formOf({ variable, form }: Secret): string {
  const value = `secret('${variable}')`;
  switch (form) {
    case 'json':
      return `JSON.stringify(${value}).slice(1, -1)`;
    case 'nested':
      return `JSON.stringify(JSON.stringify(${value}).slice(1, -1)).slice(1, -1)`;
    case 'encoded':
      return `encodeURIComponent(${value})`;
    case 'decoded':
      return `decodeURIComponent(${value}.replaceAll('+', ' '))`;
    default:
      return value;
  }
}

function literal(value: unknown): string {
  if (typeof value !== 'string') {
    return JSON.stringify(value) ?? 'undefined';
  }
  // Of what JSON escapes, a text in single quotes needs all but the double quote.
  return `'${JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'").replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')}'`;
}

function optionsOf(options: Readonly<Record<string, unknown>>): string {
  const given = Object.entries(options).filter(([, value]) => isGiven(value));
  return given.length === 0 ? '' : `, ${JSON.stringify(Object.fromEntries(given))}`;
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== false && !(typeof value === 'object' && value !== null && Object.keys(value).length === 0);
}
