import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** 256 bits, in the alphabet of URLs. */
const TOKEN_BYTES = 32;

/** Headers of every answer. Scripts and styles come from the page's own files alone. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  'cache-control': 'no-store',
};

/** Why a request is refused. */
export interface Refused {
  readonly status: 401 | 403 | 421;
  readonly message: string;
}

/** Keeps other web pages, and programs without the token, away from the inspector. */
export class Guard {
  /** Part of the printed URL. Whoever has it can see and repeat requests. */
  public readonly token = randomBytes(TOKEN_BYTES).toString('base64url');
  private readonly digest = digestOf(this.token);

  /** Refuses requests under another name of this machine (DNS rebinding), and those of other pages. */
  public checkOrigin({ headers, socket }: IncomingMessage): Refused | undefined {
    const { localPort } = socket;
    const hosts = [`127.0.0.1:${localPort}`, `localhost:${localPort}`];
    const { host = '', origin } = headers;
    if (!hosts.includes(host)) {
      return { status: 421, message: `the Host header ${JSON.stringify(host)} is not the inspector's: open the URL that serve printed` };
    }
    if (origin !== undefined && origin !== `http://${host}`) {
      return { status: 403, message: 'the Origin header is that of another page' };
    }
    const site = headers['sec-fetch-site'];
    return site === undefined || site === 'same-origin' || site === 'none'
      ? undefined
      : { status: 403, message: 'another page sent the request: open the URL that serve printed' };
  }

  /** Refuses requests without the token. Takes the same time wherever the token differs. */
  public checkToken({ headers }: IncomingMessage): Refused | undefined {
    const [, given = ''] = /^Bearer ([\w-]+)$/i.exec(headers.authorization ?? '') ?? [];
    return timingSafeEqual(digestOf(given), this.digest)
      ? undefined
      : { status: 401, message: 'the Authorization header needs the token of the URL that serve printed: Bearer <token>' };
  }
}

/** Digests have one length, so that a comparison does not show the length of the token either. */
function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
