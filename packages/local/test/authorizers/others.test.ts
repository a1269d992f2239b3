import { expect, test } from 'vitest';
import { compileAuthorizer } from '../../src/authorizers/compile-authorizer';
import { asking, refused } from './support';

test('a route without authorization lets everybody in', () => {
  expect(compileAuthorizer({ kind: 'none' }).authorize(asking([]))).toEqual({ kind: 'none' });
});

test('IAM authorization lets nobody in, and the reason gives the flag', async () => {
  const outcome = await compileAuthorizer({ kind: 'iam' }).authorize(asking([['authorization', 'AWS4-HMAC-SHA256 Credential=x']]));
  expect(refused(outcome, 403)).toEqual({
    challenge: undefined,
    reason: 'the route requires IAM authorization, and signatures are not verified here: pass --accept-iam to accept every caller',
  });
});

test('IAM authorization lets everybody in when it is told to', () => {
  expect(compileAuthorizer({ kind: 'iam' }, { acceptIam: true }).authorize(asking([]))).toEqual({ kind: 'iam' });
});
