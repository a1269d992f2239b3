import { expect, test } from 'vitest';
import { failureOf } from '../../../src/integrations/http/failure';

test.each([
  ['ENOTFOUND', 'the host of http://a cannot be resolved (ENOTFOUND)'],
  ['EAI_AGAIN', 'the host of http://a cannot be resolved (EAI_AGAIN)'],
  ['ETIMEDOUT', 'http://a cannot be reached (ETIMEDOUT)'],
  ['UND_ERR_CONNECT_TIMEOUT', 'http://a cannot be reached (UND_ERR_CONNECT_TIMEOUT)'],
  ['CERT_HAS_EXPIRED', 'the certificate of http://a is not accepted (CERT_HAS_EXPIRED: it failed)'],
  ['EPROTO', 'http://a does not speak TLS (it failed): should its URL begin with http://?'],
  ['EMFILE', 'http://a cannot be called (EMFILE: it failed)'],
  [undefined, 'http://a cannot be called (it failed)'],
])('explains %s with a remedy', (code, reason) => {
  const failure = failureOf(Object.assign(new Error('it failed'), { code }), 'http://a');
  expect(failure).toMatchObject({ kind: 'failure', statusCode: 503 });
  expect(failure.reason).toContain(reason);
});
