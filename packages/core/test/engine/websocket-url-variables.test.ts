import { expect, test } from 'vitest';
import { checkWebSocketUrlVariables } from '../../src/engine/rules/urls';
import { expectCodes, ofApi, webSocketApi } from './template-support';

const uri = 'https://chat.example.com/{room}';
const http = (properties: Record<string, unknown>) => ({
  Api: webSocketApi,
  Integration: ofApi('Integration', { IntegrationType: 'HTTP', IntegrationUri: uri, ...properties }),
});

test('lists at most five variables', () => {
  const url = `https://chat.example.com/${'abcdefg'.replaceAll(/./g, '{$&}')}`;

  expect(checkWebSocketUrlVariables(url, ['integration.request.path.b'])[0].message).toContain('names {a}, {c}, {d}, {e}, {f} and more,');
});

test('reports unset variables, unless the parameters are unknown', () => {
  expectCodes(http({ RequestParameters: { 'integration.request.header.room': 'context.stage' } }), ['UrlVariableUnset']);
  expectCodes(http({ RequestParameters: { 'Fn::Transform': {} } }), []);
  expectCodes(http({ IntegrationUri: { 'Fn::Sub': `${uri}\${X}` } }), []);
  expectCodes(http({ IntegrationUri: `${uri}${'x'.repeat(2048)}` }), ['UrlTooLong']);
});
