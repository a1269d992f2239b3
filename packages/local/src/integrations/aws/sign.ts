import { Sha256 } from '../../authorizers/iam/calculate-signature';
import type { Field } from '../../gateway/message';
import { loadDependency } from '../../load-dependency';

/** A request to an AWS service. */
export interface UnsignedRequest {
  readonly method: string;
  /** Host and port. */
  readonly host: string;
  /** Encoded. */
  readonly path: string;
  readonly query: readonly Field[];
  readonly headers: readonly Field[];
  readonly body: Buffer | undefined;
}

/** The same as in functions, so that an emulator takes both for one account. */
export const PLACEHOLDER_CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' };

/** Signs a request with placeholder credentials, and returns all its headers. */
export async function signedHeaders(request: UnsignedRequest, service: string, region: string): Promise<readonly Field[]> {
  const { SignatureV4 } = loadDependency<typeof import('@smithy/signature-v4')>('@smithy/signature-v4');
  const signer = new SignatureV4({
    service,
    region,
    credentials: PLACEHOLDER_CREDENTIALS,
    sha256: Sha256,
    // S3 is the only service whose paths are not encoded twice.
    uriEscapePath: service !== 's3',
  });
  const { method, host, path, query, headers, body } = request;
  const { headers: signed } = await signer.sign({
    method,
    protocol: 'http:',
    hostname: host,
    path,
    query: valuesOf(query),
    headers: { ...Object.fromEntries(headers), host },
    body: body ?? '',
  });
  return Object.entries(signed);
}

/** A parameter that is sent several times is signed with all its values. */
function valuesOf(query: readonly Field[]): Record<string, string[]> {
  const values: Record<string, string[]> = Object.create(null);
  for (const [name, value] of query) {
    values[name] = [...(values[name] ?? []), value];
  }
  return values;
}
