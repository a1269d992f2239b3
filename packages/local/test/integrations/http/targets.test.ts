import { describe, expect, test } from 'vitest';
import { isLoopback } from '../../../src/gateway/loopback';
import { publicUpstream } from '../../../src/integrations/http/destination';
import { checkTargets, parseTargets } from '../../../src/integrations/http/targets';
import { UserError } from '../../../src/user-error';
import { answer, apiPlan, backend, failure, type Given, privateTarget, recorder, routePlan, serve, stage } from './support';

const ARN = 'arn:aws:servicediscovery:eu-west-1:111122223333:service/srv-1?a=b';

describe('targets', () => {
  test('are parsed', () => {
    const { byName, byOrigin } = parseTargets([
      'App/Listener=http://127.0.0.1:8080',
      `${ARN}=http://localhost:81/base/`,
      'HTTPS://Docs.example.com:443/=https://[::1]:8443',
    ]);
    expect([...byName]).toEqual([
      ['App/Listener', { name: 'App/Listener', origin: 'http://127.0.0.1:8080', basePath: '' }],
      [ARN, { name: ARN, origin: 'http://localhost:81', basePath: '/base' }],
    ]);
    expect([...byOrigin]).toEqual([
      ['https://docs.example.com', { name: 'HTTPS://Docs.example.com:443/', origin: 'https://[::1]:8443', basePath: '' }],
    ]);
  });

  test.each([
    ['Listener', '--target Listener has no URL: write it as'],
    ['Listener=127.0.0.1:8080', '--target Listener=127.0.0.1:8080 has no URL'],
    ['=http://127.0.0.1', '--target =http://127.0.0.1 has no URL'],
    ['Listener=http://', 'is http://, which is not a URL of host, port and path only'],
    ['Listener=http://127.0.0.1?a', 'is http://127.0.0.1?a, which is not a URL of host'],
    ['Listener=http://127.0.0.1#a', 'which is not a URL of host'],
    ['Listener=http://me@127.0.0.1', 'which is not a URL of host'],
    ['Listener=http://:secret@127.0.0.1', 'which is not a URL of host'],
    ['Listener=http://192.168.0.2', 'which is not on this machine: use 127.0.0.1, or add --allow-internet'],
    ['Listener=http://localhost.example.com', 'which is not on this machine'],
    ['https://docs.example.com/v1=http://127.0.0.1', '--target https://docs.example.com/v1 is not an origin: remove what follows the host'],
    ['https://docs.example.com?a=http://127.0.0.1', 'is not an origin'],
    ['https://=http://127.0.0.1', 'is not an origin'],
  ])('rejects %s on the command line', (arg, message) => {
    const parse = () => parseTargets([arg]);
    expect(parse).toThrow(message);
    expect(parse).toThrow(expect.objectContaining({ exitCode: 2 }));
    expect(parse).toThrow(UserError);
  });

  test('may be remote with --allow-internet', () => {
    expect(parseTargets(['Listener=http://192.168.0.2:81'], { allowInternet: true }).byName.get('Listener')?.origin).toBe(
      'http://192.168.0.2:81',
    );
  });

  test.each([
    [['A=http://127.0.0.1:1', 'A=http://127.0.0.1:2']],
    [['https://a.example=http://127.0.0.1:1', 'https://A.example/=http://127.0.0.1:2']],
  ])('rejects duplicates in %s', (args) => {
    expect(() => parseTargets(args)).toThrow(/^--target names .* twice: remove one$/);
  });
});

describe('targets of an app', () => {
  const other = privateTarget({ names: ['Other/Listener', 'Listener'] });
  const app = (...given: readonly Given[]) => [apiPlan(given.map(routePlan), [stage('$default', { where: 'docs' })])];
  const check = (args: readonly string[], ...given: readonly Given[]) => checkTargets(parseTargets(args), app(...given));

  test('are the backends of its integrations', () => {
    const shared = { target: privateTarget() };
    const given = [shared, shared, { url: 'https://${stageVariables.where}.example.com/x' }];
    expect(() => check(['Listener=http://127.0.0.1', 'https://docs.example.com=http://127.0.0.1'], ...given)).not.toThrow();
  });

  test('may be any origin if a host has a path variable', () => {
    expect(() => check(['https://a.example.com=http://127.0.0.1'], { url: 'https://{id}.example.com' })).not.toThrow();
  });

  test.each<[string, string, Given[]]>([
    [
      'Lisener',
      '--target Lisener matches no private integration of the app: expected App/Listener, https://docs.example.com',
      [{ target: privateTarget() }, { url: 'https://docs.example.com/v1' }],
    ],
    [
      'https://doc.example.com',
      '--target https://doc.example.com is not called by any integration of the app: expected https://docs.example.com',
      [{ url: 'https://docs.example.com/v1' }, { url: 'https://${stageVariables.missing}' }, { url: 'nothing' }],
    ],
    ['Listener', 'matches no private integration of the app: remove it, the app has no HTTP integrations', []],
    [
      'Listener',
      '--target Listener matches more than one integration: name App/Listener or Other/Listener',
      [{ target: privateTarget() }, { target: other }],
    ],
  ])('does not include %s', (name, message, given) => {
    expect(() => check([`${name}=http://127.0.0.1`], ...given)).toThrow(message);
  });

  test('do not include unsupported routes', () => {
    const api = apiPlan([{ ...routePlan({}), integration: { kind: 'unserved', reason: 'x' } }]);
    expect(() => checkTargets(parseTargets(['A=http://127.0.0.1']), [api])).toThrow('--target A matches no private integration');
  });
});

describe('local addresses', () => {
  test.each(['127.0.0.1', '127.1.2.3', '[::1]', '[::ffff:7f00:1]', 'localhost', 'LOCALHOST', 'localhost.', 'app.localhost'])(
    'includes %s',
    (host) => {
      expect(isLoopback(host)).toBe(true);
    },
  );

  test.each([
    '0.0.0.0',
    '128.0.0.1',
    '10.0.0.1',
    '169.254.169.254',
    '[::]',
    '[fe80::1]',
    'localtest.me',
    'localhost.example.com',
    'notlocalhost',
  ])('does not include %s', (host) => {
    expect(isLoopback(host)).toBe(false);
  });

  test.each(['http://127.1', 'http://0x7f000001', 'http://2130706433'])('includes %s in other notations', (url) => {
    expect(isLoopback(new URL(url).hostname)).toBe(true);
  });
});

describe('a public URL', () => {
  test('is not called if it is remote, and the message suggests both flags', async () => {
    await expect(failure(backend({ url: 'https://docs.example.com/v1/{id}' }))).resolves.toEqual({
      kind: 'failure',
      statusCode: 503,
      reason:
        'https://docs.example.com is not on this machine: pass --target https://docs.example.com=http://127.0.0.1:8080 to serve it locally, or --allow-internet to call it',
    });
  });

  test('is called at its target', async () => {
    const { url, seen } = await recorder();
    const to = backend({ url: 'https://docs.example.com/v1/{id}?a=b', targets: [`https://docs.example.com=${url}/base`] });
    await answer(to);
    expect(seen[0]).toMatchObject({ url: '/base/v1/42?a=b', headers: { host: new URL(url).host } });
  });

  test('is called by its name if it is local', async () => {
    const { url, seen } = await recorder();
    const named = url.replace('127.0.0.1', 'books.localhost');
    await answer(backend({ url: named }));
    expect(seen[0]?.headers.host).toBe(new URL(named).host);
  });

  test('does not follow redirects', async () => {
    const { url, seen } = await recorder();
    const redirecting = await serve((_, response) => response.writeHead(302, { location: `${url}/elsewhere` }).end());
    await expect(answer(backend({ url: redirecting }))).resolves.toMatchObject({ statusCode: 302 });
    expect(seen).toEqual([]);
  });

  test('may be called with --allow-internet', () => {
    expect(publicUpstream('https://docs.example.com', { targets: parseTargets([]), allowInternet: true })).toEqual({
      origin: 'https://docs.example.com',
      host: 'docs.example.com',
      basePath: '',
      shown: 'https://docs.example.com',
      tlsName: 'docs.example.com',
    });
  });
});
