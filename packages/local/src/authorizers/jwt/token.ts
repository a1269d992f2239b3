import type { Problem } from './refusals';

/** A decoded token whose signature has not been verified. */
export interface Token {
  readonly text: string;
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
}

/** Decodes a JWT in its compact form. */
export function decodeToken(text: string): Token | Problem {
  const [head, body, signature, ...rest] = text.split('.');
  if (head === undefined || body === undefined || signature === undefined || rest.length > 0) {
    const description = 'token contains an invalid number of segments';
    return { description, reason: `${description}: a JWT has three, with dots between them` };
  }
  const [header, claims] = [object(head), object(body)];
  if (header === undefined || claims === undefined) {
    const description = 'the token cannot be decoded';
    return { description, reason: `${description}: its first two parts must be JSON objects in base64url` };
  }
  return { text, header, claims };
}

function object(part: string): Readonly<Record<string, unknown>> | undefined {
  if (!/^[\w-]+$/.test(part)) {
    return undefined;
  }
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
