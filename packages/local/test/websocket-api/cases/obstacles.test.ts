import { expect, test } from 'vitest';
import { ServedWebSocketApi } from '../../../src/websocket-api/served-websocket-api';
import { chatTemplate } from '../app';
import { refusalOf, WAYS } from '../ways';
import { play } from './support';

const action = (service: string) => ({ IntegrationType: 'AWS', IntegrationUri: `arn:aws:apigateway:us-east-1:${service}:action/Run` });
const url = (IntegrationUri: string) => ({ IntegrationType: 'HTTP_PROXY', IntegrationUri });

test.each([
  ['a service without an endpoint', action('dynamodb'), {}, { statusCode: 500, flag: '--endpoint dynamodb=http://127.0.0.1:8000' }],
  ['a service with an endpoint', action('states'), { endpoints: { sfn: 'http://127.0.0.1:1' } }, undefined],
  ['a service that is not served', action('translate'), {}, { statusCode: 500 }],
  [
    'a URL on another machine',
    url('https://a.example/x'),
    {},
    { statusCode: 500, flag: '--target https://a.example=http://127.0.0.1:8080' },
  ],
  ['a URL on this machine', url('http://127.0.0.1:1/x'), {}, undefined],
  ['a mock', { IntegrationType: 'MOCK' }, {}, undefined],
  ['an integration that the service refuses', { IntegrationType: 'OTHER' }, {}, { statusCode: 501 }],
])('routes of %s show whether a flag is needed', async (_, integration, options, obstacle) => {
  const [way] = WAYS;
  if (way === undefined) {
    throw new Error('no way');
  }
  const { gateway, connect } = await play(way, { integration, options, connects: true });
  const [api] = gateway.apis;
  if (!(api instanceof ServedWebSocketApi)) {
    throw new Error('no WebSocket API');
  }
  expect([...api.obstacles.values()]).toEqual(obstacle === undefined ? [] : [obstacle, obstacle]);
  if (obstacle !== undefined) {
    expect((await refusalOf(connect())).status).toBe(obstacle.statusCode);
  }
});

test.each(WAYS)('over $way, a function without a permission shows what its handshake gets', async ({ open }) => {
  const path = chatTemplate({ routes: ['$connect'], more: { FnPermission: undefined } });
  const { gateway, connect } = await open(path, { strictPermissions: true });

  expect((await refusalOf(connect())).status).toBe(502);
  expect(gateway.apis.flatMap(({ obstacles }) => [...obstacles.values()])).toEqual([{ statusCode: 502 }]);
});
