import { MappingEvaluator } from '@apigwv2-integrations/core';
import { expect, test } from 'vitest';
import { roleHeader } from '../lib/role-header';

test('the client cannot choose its role', () => {
  const headers = { 'x-role': 'admin' };
  const withClaim = MappingEvaluator.request(roleHeader(), { path: '/orders', headers, context: { 'authorizer.claims.role': 'guest' } });
  const withoutClaim = MappingEvaluator.request(roleHeader(), { path: '/orders', headers });

  expect(withClaim.headers['x-role']).toBe('role=guest');
  expect(withoutClaim.headers['x-role']).toBe('role=');
});
