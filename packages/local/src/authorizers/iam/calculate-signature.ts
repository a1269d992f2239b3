import { createHash, createHmac } from 'node:crypto';
import type { SignatureV4 as AnySigner } from '@smithy/signature-v4';
import type { Field } from '../../gateway/message';
import { loadDependency } from '../../load-dependency';

type HttpRequest = Parameters<AnySigner['presign']>[0];

/** A request to sign, and with what. */
export interface ToCalculate {
  readonly method: string;
  /** As received, with the stage. */
  readonly path: string;
  /** Decoded, in order. */
  readonly query: readonly Field[];
  /** The signed headers, each with all its values. */
  readonly headers: readonly Field[];
  readonly host: string;
  readonly body: Buffer;
  /** Of a presigned URL. Undefined for a signature in the header. */
  readonly expiresSeconds?: number;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly service: string;
  readonly region: string;
  readonly signingDate: Date;
}

/** A signature, and the texts from which it was calculated. */
export interface Calculated {
  readonly signature: string;
  readonly canonicalRequest: string;
  readonly stringToSign: string;
}

/**
 * Calculates the Signature Version 4 of a request.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export async function calculate(request: ToCalculate): Promise<Calculated> {
  const { SignatureV4 } = loadDependency<typeof import('@smithy/signature-v4')>('@smithy/signature-v4');
  const texts = { canonicalRequest: '', stringToSign: '' };
  class Signer extends SignatureV4 {
    protected override createCanonicalRequest(request: HttpRequest, headers: HttpRequest['headers'], hash: string): string {
      texts.canonicalRequest = super.createCanonicalRequest(request, headers, hash);
      return texts.canonicalRequest;
    }

    protected override async createStringToSign(date: string, scope: string, canonical: string, algorithm: string): Promise<string> {
      texts.stringToSign = await super.createStringToSign(date, scope, canonical, algorithm);
      return texts.stringToSign;
    }
  }
  const { method, path, query, headers, host, body, expiresSeconds, credentials, service, region, signingDate } = request;
  const signer = new Signer({ service, region, credentials, sha256: Sha256, applyChecksum: false });
  const names = new Set(headers.map(([name]) => name));
  const unsigned = {
    method,
    protocol: 'https:',
    hostname: host,
    path,
    query: queryOf(query),
    headers: Object.fromEntries(headers),
    body,
  };
  const options = { signingDate, signableHeaders: names };
  if (expiresSeconds === undefined) {
    const signed = await signer.sign(unsigned, options);
    return { signature: /Signature=(\w+)$/.exec(signed.headers.authorization ?? '')?.[1] ?? '', ...texts };
  }
  const presigned = await signer.presign(unsigned, { ...options, expiresIn: expiresSeconds, unhoistableHeaders: names });
  return { signature: String(presigned.query?.['X-Amz-Signature']), ...texts };
}

/** The parameters without the signature itself, which is not signed. */
function queryOf(query: readonly Field[]): Record<string, string | string[]> {
  const values = new Map<string, string[]>();
  for (const [name, value] of query) {
    if (name !== 'X-Amz-Signature') {
      values.set(name, [...(values.get(name) ?? []), value]);
    }
  }
  return Object.fromEntries([...values].map(([name, list]) => [name, list.length === 1 ? (list[0] as string) : list]));
}

/** The hash that the signer needs, by Node.js. */
export class Sha256 {
  private readonly hash: { update(data: string | Uint8Array): unknown; digest(): Buffer };

  public constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytesOf(secret));
  }

  public update(data: Uint8Array | string): void {
    this.hash.update(data);
  }

  public async digest(): Promise<Uint8Array> {
    return this.hash.digest();
  }

  public reset(): void {
    throw new Error('a hash is used once');
  }
}

function bytesOf(secret: string | ArrayBuffer | ArrayBufferView): string | Uint8Array {
  if (typeof secret === 'string') {
    return secret;
  }
  return ArrayBuffer.isView(secret) ? new Uint8Array(secret.buffer, secret.byteOffset, secret.byteLength) : new Uint8Array(secret);
}
