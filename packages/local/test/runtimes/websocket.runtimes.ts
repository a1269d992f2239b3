import { beforeAll, describe, expect, test } from 'vitest';
import { callbackTemplate, GRANT, PYTHON, twoClients } from '../websocket-api/callback';
import { WAYS } from '../websocket-api/ways';
import { pythonWith } from './python-environment';

let options: { readonly runtimes: Readonly<Record<string, string>> };
beforeAll(() => {
  options = { runtimes: { 'python3.13': pythonWith('boto3') } };
}, 120_000);

const FUNCTION = { Runtime: 'python3.13', Handler: 'index.handler', Code: { ZipFile: PYTHON } };

describe.each(WAYS)('over $way, a function in Python that calls https://domain/stage', (way) => {
  test('needs nothing but boto3', async () => {
    const { one, ask } = await twoClients(way, callbackTemplate('', [GRANT], FUNCTION), options);
    one.send('{"action":"post","text":"to myself"}');
    expect([await one.next(), JSON.parse(await one.next())]).toEqual([
      'to myself',
      { ResponseMetadata: expect.objectContaining({ HTTPStatusCode: 200 }) },
    ]);
    expect(await ask({ action: 'get' })).toMatchObject({ Identity: { SourceIp: '127.0.0.1' }, ConnectedAt: expect.any(String) });
    expect(await ask({ action: 'post', to: 'malformed', text: 'x' })).toEqual({ error: 'BadRequestException', status: 400 });
    expect(await ask({ action: 'post', to: 'AAAAAAAAAAAAAAA=', text: 'x' })).toEqual({ error: 'GoneException', status: 410 });
    one.send('{"action":"delete"}');
    expect(await one.closed).toEqual({ code: 1000, reason: 'Connection Closed Normally' });
  });

  test('is refused without execute-api:ManageConnections', async () => {
    const { ask } = await twoClients(way, callbackTemplate('', [], FUNCTION), options);
    expect(await ask({ action: 'get' })).toEqual({ error: 'AccessDeniedException', status: 403 });
  });
});
