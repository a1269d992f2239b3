import { createHmac } from 'node:crypto';

/** The token with which the authorizer of the chat knows a name. */
export function tokenFor(name: string, secret: string): string {
  return `${name}.${createHmac('sha256', secret).update(name).digest('hex')}`;
}
