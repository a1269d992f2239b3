import { createHash, timingSafeEqual } from 'node:crypto';
import type { Field } from '../../gateway/message';
import { type Calculated, calculate } from './calculate-signature';

/** A request whose signature is verified. */
export interface SignedRequest {
  readonly method: string;
  /** As received, with the stage. */
  readonly path: string;
  /** Decoded, in order. */
  readonly query: readonly Field[];
  readonly headers: readonly Field[];
  body(): Promise<Buffer>;
}

/** The access key of a verified signature, or the problem of the signature. */
export type CheckedSignature = { readonly accessKey: string; readonly sessionToken?: string } | SignatureProblem;

/** Why a signature is not accepted. */
export interface SignatureProblem {
  readonly fault: SignatureFault;
  /** For the log. */
  readonly problem: string;
  readonly accessKey?: string;
  /** What was signed, if the signature is another one. */
  readonly calculated?: Calculated;
}

/** What is wrong with a signature. */
export type SignatureFault = 'unsigned' | 'malformed' | 'scope' | 'expired' | 'unknown-key' | 'payload' | 'mismatch';

/** Finds the secret access key of an access key; temporary credentials have a session token, too. */
export type FindSecret = (accessKey: string, sessionToken: string | undefined) => string | undefined;

const ALGORITHM = 'AWS4-HMAC-SHA256';
const SERVICE = 'execute-api';
/** How far the time of a signature may differ from the clock. */
const MAX_SKEW_MILLIS = 5 * 60 * 1000;
const MAX_EXPIRES_SECONDS = 7 * 24 * 60 * 60;

/** The parts of a signature, from the `Authorization` header or from the query string. */
interface Signature {
  readonly credential: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** Such as `20261130T120000Z`. */
  readonly date: string;
  /** How long a presigned URL is valid. Undefined for a signature in the header. */
  readonly expiresSeconds?: number;
}

/**
 * Verifies a Signature Version 4, in the `Authorization` header or in the query string of a presigned URL.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html
 */
export async function checkSignature(request: SignedRequest, findSecret: FindSecret, region: string): Promise<CheckedSignature> {
  const signature = readSignature(request);
  if ('problem' in signature) {
    return signature;
  }
  const [accessKey = '', day = '', ofRegion = '', service = '', terminator = '', ...rest] = signature.credential.split('/');
  const signedAt = parseDate(signature.date);
  const scope = scopeProblem({ day, region: ofRegion, service, terminator, rest }, signature.date, region);
  if (scope !== undefined) {
    return { fault: 'scope', problem: scope, accessKey };
  }
  const time = timeProblem(signature, signedAt, Date.now());
  if (time !== undefined || signedAt === undefined) {
    return { fault: 'expired', problem: time ?? 'the signature has no valid date', accessKey };
  }
  const sessionToken = headerOf(request, 'x-amz-security-token') ?? request.query.find(([name]) => name === 'X-Amz-Security-Token')?.[1];
  const secret = findSecret(accessKey, sessionToken);
  if (secret === undefined) {
    const problem = `the access key ${accessKey} is unknown: pass its secret access key with --iam-key`;
    return { fault: 'unknown-key', problem, accessKey };
  }
  const body = await request.body();
  const hash = headerOf(request, 'x-amz-content-sha256');
  if (hash !== undefined && hash !== createHash('sha256').update(body).digest('hex')) {
    return { fault: 'payload', problem: 'x-amz-content-sha256 is not the SHA-256 of the body', accessKey };
  }
  const { signedHeaders, expiresSeconds } = signature;
  const calculated = await calculate({
    ...request,
    headers: signedHeaders.map((name) => [name, headerOf(request, name) ?? '']),
    body,
    host: headerOf(request, 'host') ?? '',
    expiresSeconds,
    credentials: { accessKeyId: accessKey, secretAccessKey: secret },
    service: SERVICE,
    region,
    signingDate: signedAt,
  });
  if (equal(calculated.signature, signature.signature)) {
    return { accessKey, sessionToken };
  }
  const problem = 'the signature does not match: check the secret access key, and that nothing changed the signed request';
  return { fault: 'mismatch', problem, accessKey, calculated };
}

/** The signature of a request, or its problem. */
function readSignature(request: SignedRequest): Signature | SignatureProblem {
  const header = headerOf(request, 'authorization');
  const parameters = new Map(request.query);
  const signature =
    header !== undefined ? readHeader(header, request) : parameters.has('X-Amz-Signature') ? readQuery(parameters) : undefined;
  if (signature === undefined) {
    const problem = 'the request is not signed: it has neither an Authorization header nor X-Amz-Signature in its query string';
    return { fault: 'unsigned', problem };
  }
  if (typeof signature === 'string') {
    return { fault: 'malformed', problem: signature };
  }
  if (!signature.signedHeaders.includes('host')) {
    return { fault: 'malformed', problem: 'the host header is not signed' };
  }
  const missing = signature.signedHeaders.find((name) => headerOf(request, name) === undefined);
  return missing === undefined ? signature : { fault: 'malformed', problem: `the signed header ${missing} is missing` };
}

/** The signature in the `Authorization` header, or a description of its problem. */
function readHeader(header: string, request: SignedRequest): Signature | string {
  const [, fields] = /^AWS4-HMAC-SHA256\s+(.*)$/s.exec(header) ?? [];
  if (fields === undefined) {
    return `the Authorization header has no signature of the form ${ALGORITHM} Credential=..., SignedHeaders=..., Signature=...`;
  }
  const parts = new Map(
    fields.split(',').map((field): [string, string] => {
      const [name = '', ...value] = field.trim().split('=');
      return [name, value.join('=')];
    }),
  );
  const [credential, signedHeaders, signature] = ['Credential', 'SignedHeaders', 'Signature'].map((name) => parts.get(name));
  const date = headerOf(request, 'x-amz-date');
  if (credential === undefined || signedHeaders === undefined || signature === undefined) {
    return 'the Authorization header lacks Credential, SignedHeaders or Signature';
  }
  return date === undefined
    ? 'the request has no X-Amz-Date header; signatures with a Date header are not supported'
    : { credential, signedHeaders: signedHeaders.toLowerCase().split(';'), signature, date };
}

function readQuery(parameters: ReadonlyMap<string, string>): Signature | string {
  const text = (name: string) => parameters.get(name) ?? '';
  const expires = text('X-Amz-Expires');
  if (text('X-Amz-Algorithm') !== ALGORITHM) {
    return `X-Amz-Algorithm is not ${ALGORITHM}`;
  }
  if (!/^\d{1,6}$/.test(expires) || Number(expires) > MAX_EXPIRES_SECONDS || Number(expires) === 0) {
    return `X-Amz-Expires must be a number of seconds from 1 to ${MAX_EXPIRES_SECONDS}`;
  }
  return {
    credential: text('X-Amz-Credential'),
    signedHeaders: text('X-Amz-SignedHeaders').toLowerCase().split(';'),
    signature: text('X-Amz-Signature'),
    date: text('X-Amz-Date'),
    expiresSeconds: Number(expires),
  };
}

interface CredentialScope {
  readonly day: string;
  readonly region: string;
  readonly service: string;
  readonly terminator: string;
  readonly rest: readonly string[];
}

function scopeProblem({ day, region, service, terminator, rest }: CredentialScope, date: string, expected: string): string | undefined {
  if (rest.length > 0 || terminator !== 'aws4_request') {
    return 'the Credential is not of the form <access key>/<date>/<region>/execute-api/aws4_request';
  }
  if (service !== SERVICE) {
    return `the request is signed for the service ${service}, expected ${SERVICE}`;
  }
  if (region !== expected) {
    return `the request is signed for the region ${region}, expected ${expected}, the region of the API`;
  }
  return date.startsWith(`${day}T`) ? undefined : 'the date of the Credential is not that of the signature';
}

function parseDate(text: string): Date | undefined {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text) ?? [];
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

function timeProblem({ date, expiresSeconds }: Signature, signedAt: Date | undefined, now: number): string | undefined {
  if (signedAt === undefined) {
    return `the date of the signature is ${date === '' ? 'missing' : date}, which must be of the form 20261130T120000Z`;
  }
  if (signedAt.getTime() - now > MAX_SKEW_MILLIS) {
    return `the request was signed at ${date}, more than 5 minutes in the future: check the clock of the client`;
  }
  const validMillis = expiresSeconds === undefined ? MAX_SKEW_MILLIS : expiresSeconds * 1000;
  return now - signedAt.getTime() > validMillis ? `the signature of ${date} has expired` : undefined;
}

/** Compares signatures in constant time. */
function equal(expected: string, received: string): boolean {
  const [one, other] = [Buffer.from(expected), Buffer.from(received)];
  return one.length === other.length && timingSafeEqual(one, other);
}

/** All values of a header, as they are signed. */
function headerOf({ headers }: SignedRequest, lowerCaseName: string): string | undefined {
  const values = headers.filter(([name]) => name.toLowerCase() === lowerCaseName).map(([, value]) => value);
  return values.length === 0 ? undefined : values.join(',');
}
