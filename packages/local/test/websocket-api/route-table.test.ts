import { expect, test } from 'vitest';
import type { WebSocketApiPlan } from '../../src/definitions/websocket-api';
import type { WebSocketIntegrationPlan } from '../../src/definitions/websocket-integration';
import { compileRouteTable } from '../../src/websocket-api/route-table';
import { message } from './integrations/support';

const location = { file: 'app.json', stack: 'App', logicalId: 'Int', path: 'App/Int' };

test.each<[string, () => Promise<never>]>([
  ['rejects', () => Promise.reject(new Error('no'))],
  [
    'throws',
    () => {
      throw new Error('no');
    },
  ],
])('a route whose integration %s fails with 500', async (_, run) => {
  const route = { key: 'join', integration: { kind: 'served', location } as unknown as WebSocketIntegrationPlan };
  const plan = { routes: [route], routeSelectionExpression: '$request.body.action' } as unknown as WebSocketApiPlan;
  const table = compileRouteTable(plan, { integration: () => ({ run }) });

  expect(await table.get('join')?.run?.(message('{}'))).toEqual({
    kind: 'failed',
    message: 'Internal server error',
    statusCode: 500,
    reason: 'integration App/Int cannot be called: no',
  });
});
