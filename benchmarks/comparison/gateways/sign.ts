import { createHash, createHmac } from 'node:crypto';

export const ACCESS_KEY = { id: 'AKIDEXAMPLE', secret: 'secret' };
export const REGION = 'us-east-1';

const hash = (text: string) => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();

/** Signs a call of the management API, as the AWS SDK does: Signature Version 4 for the service execute-api. */
export function signatureHeaders(method: string, host: string, path: string, body: string): readonly (readonly [string, string])[] {
  const time = `${new Date().toISOString().replace(/[-:]|\.\d+/g, '')}`;
  const day = time.slice(0, 8);
  const scope = `${day}/${REGION}/execute-api/aws4_request`;
  // The path of the request is encoded once more.
  const canonicalPath = path
    .split('/')
    .map((segment) => encodeURIComponent(segment))
    .join('/');
  const canonical = [method, canonicalPath, '', `host:${host}`, `x-amz-date:${time}`, '', 'host;x-amz-date', hash(body)].join('\n');
  const key = ['execute-api', 'aws4_request'].reduce(hmac, hmac(hmac(`AWS4${ACCESS_KEY.secret}`, day), REGION));
  const signature = hmac(key, ['AWS4-HMAC-SHA256', time, scope, hash(canonical)].join('\n')).toString('hex');
  const authorization = `AWS4-HMAC-SHA256 Credential=${ACCESS_KEY.id}/${scope}, SignedHeaders=host;x-amz-date, Signature=${signature}`;
  return [
    ['X-Amz-Date', time],
    ['Authorization', authorization],
  ];
}
