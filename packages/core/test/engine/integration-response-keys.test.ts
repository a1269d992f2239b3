import { expect, test } from 'vitest';
import { checkIntegrationResponseKey } from '../../src/engine/rules/websocket-responses';

test.each([
  '$default',
  '/4\\d\\d/',
  '/.*/',
  '//',
  '/a|b/c/',
  '/(?<name>a)/',
  // What other languages have: which one the service speaks is not known.
  '/(?i)error/',
  '/(?i:error)/',
  '/(?-i:error)/',
  '/(?i-s:error)/',
  '/(?>a|b)c/',
  '/a*+b++c?+d{2}+/',
  '/\\Qa.b\\E/',
])('accepts the key %s', (key) => {
  expect(checkIntegrationResponseKey(key)).toEqual([]);
});

test.each(['/4(0\\d/', '/[a/', '/*/', '/a{2,1}/', '/a)/', '/\\/', '/\\(?i)/', '/a**/', '/a\\++*/'])('warns about the key %s', (key) => {
  const [problem, ...others] = checkIntegrationResponseKey(key);

  expect(others).toEqual([]);
  expect(problem).toMatchObject({ code: 'IntegrationResponsePatternInvalid', severity: 'warning', value: key });
  expect(problem.message).toMatch(/^the integration response key .* is not a valid regular expression \(\S.*\)$/);
});

test.each(['', '200', '/200', '200/', '/', '$Default'])('rejects the key %j', (key) => {
  expect(checkIntegrationResponseKey(key)).toMatchObject([{ code: 'IntegrationResponseKeyInvalid', severity: 'error' }]);
});
