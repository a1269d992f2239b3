import { expect, test } from 'vitest';
import { compileAuthorizer } from '../../src/authorizers/compile-authorizer';
import { asking } from './support';

test('a route without authorization accepts every request', () => {
  expect(compileAuthorizer({ kind: 'none' }).authorize(asking([]))).toEqual({ kind: 'none' });
});
