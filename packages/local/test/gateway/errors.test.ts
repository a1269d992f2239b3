import { expect, test } from 'vitest';
import { gatewayError } from '../../src/gateway/errors';

// 6.3; 500 with capitals and without a space behind the colon, as 4.4 says.
test.each([
  [400, '{"message":"Bad Request"}'],
  [401, '{"message":"Unauthorized"}'],
  [403, '{"message":"Forbidden"}'],
  [404, '{"message":"Not Found"}'],
  [413, '{"message":"Request Entity Too Large"}'],
  [429, '{"message":"Too Many Requests"}'],
  [431, '{"message":"Request Header Fields Too Large"}'],
  [500, '{"message":"Internal Server Error"}'],
  [503, '{"message":"Service Unavailable"}'],
  [504, '{"message":"Gateway Timeout"}'],
  [418, '{"message":"Error"}'],
])('%i has the message %s', (statusCode, body) => {
  expect(gatewayError(statusCode)).toEqual({ statusCode, headers: [['content-type', 'application/json']], body });
});

test('returns details and headers of an error', () => {
  expect(gatewayError(501, 'not "yet"', [['www-authenticate', 'Bearer']])).toEqual({
    statusCode: 501,
    headers: [
      ['content-type', 'application/json'],
      ['www-authenticate', 'Bearer'],
    ],
    body: '{"message":"not \\"yet\\""}',
  });
});
