import { createHash, createHmac } from 'node:crypto';

/** A request that a test signs. */
export interface ToSign {
  readonly method?: string;
  readonly host?: string;
  /** As sent, percent-encoded. */
  readonly path: string;
  /** Decoded names and values. */
  readonly query?: readonly (readonly [string, string])[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly accessKey?: string;
  readonly secret?: string;
  readonly region?: string;
  readonly service?: string;
  readonly date?: Date;
}

export const ACCESS_KEY = 'AKIDEXAMPLE';
export const SECRET = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';

/** Signature Version 4, written for these tests from its specification, independently of the gateway's own signer. */
export function signedHeaders(request: ToSign): Record<string, string> {
  const stamp = stampOf(request.date);
  const headers: Record<string, string> = { host: request.host ?? 'localhost', 'x-amz-date': stamp, ...request.headers };
  const { scope, names, signature } = sign(request, headers, request.query ?? [], stamp);
  const { accessKey = ACCESS_KEY } = request;
  const authorization = `AWS4-HMAC-SHA256 Credential=${accessKey}/${scope}, SignedHeaders=${names}, Signature=${signature}`;
  return { ...headers, authorization };
}

/** The query string of a presigned URL, with the question mark. */
export function presignedQuery(request: ToSign, expires = 60): string {
  const stamp = stampOf(request.date);
  const headers = { host: request.host ?? 'localhost', ...request.headers };
  const { accessKey = ACCESS_KEY } = request;
  const query: readonly (readonly [string, string])[] = [
    ...(request.query ?? []),
    ['X-Amz-Algorithm', 'AWS4-HMAC-SHA256'],
    ['X-Amz-Credential', `${accessKey}/${scopeOf(request, stamp)}`],
    ['X-Amz-Date', stamp],
    ['X-Amz-Expires', String(expires)],
    ['X-Amz-SignedHeaders', Object.keys(headers).sort().join(';')],
  ];
  const { signature } = sign(request, headers, query, stamp);
  return `?${[...query, ['X-Amz-Signature', signature] as const].map((pair) => pair.map(encode).join('=')).join('&')}`;
}

function sign(request: ToSign, headers: Readonly<Record<string, string>>, query: readonly (readonly [string, string])[], stamp: string) {
  const { method = 'GET', path, body = '', secret = SECRET, region = 'us-east-1', service = 'execute-api' } = request;
  const sorted = Object.entries(headers)
    .map(([name, value]): [string, string] => [name.toLowerCase(), value.trim().replace(/ +/g, ' ')])
    .sort(([one], [other]) => (one < other ? -1 : 1));
  const names = sorted.map(([name]) => name).join(';');
  const canonical = [
    method,
    path.split('/').map(encode).join('/'),
    query
      .map((pair) => pair.map(encode).join('='))
      .sort()
      .join('&'),
    ...sorted.map((pair) => pair.join(':')),
    '',
    names,
    sha256(body),
  ].join('\n');
  const scope = scopeOf(request, stamp);
  const toSign = ['AWS4-HMAC-SHA256', stamp, scope, sha256(canonical)].join('\n');
  const key = [stamp.slice(0, 8), region, service, 'aws4_request'].reduce<string | Buffer>(
    (secretKey, part) => hmac(secretKey, part),
    `AWS4${secret}`,
  );
  return { scope, names, signature: hmac(key, toSign).toString('hex') };
}

const scopeOf = ({ region = 'us-east-1', service = 'execute-api' }: ToSign, stamp: string) =>
  `${stamp.slice(0, 8)}/${region}/${service}/aws4_request`;

const stampOf = (date = new Date()) => date.toISOString().replace(/[-:]|\.\d+/g, '');

const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
