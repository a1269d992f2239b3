import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  GetConnectionCommand,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import { describe, expect, test } from 'vitest';
import type { RoleStatement } from '../../src/definitions/role';
import type { Credentials } from '../../src/functions/environment-credentials';
import { signedHeaders, type ToSign } from '../authorizers/sign';
import { ARN, CONNECTION, MANAGE, managed, names, role } from './management-support';

const PATH = `/live/@connections/${encodeURIComponent(CONNECTION)}`;

const clientFor = (host: string, credentials: Credentials, path = 'live') =>
  new ApiGatewayManagementApiClient({ endpoint: `http://${host}/${path}`, region: 'us-east-1', credentials });

const post = (Data: string | Uint8Array = 'hello', ConnectionId = CONNECTION) => new PostToConnectionCommand({ ConnectionId, Data });
const get = (ConnectionId = CONNECTION) => new GetConnectionCommand({ ConnectionId });
const remove = (ConnectionId = CONNECTION) => new DeleteConnectionCommand({ ConnectionId });

/** Sends a request that this test signs by itself, and returns what comes back. */
async function send(
  host: string,
  credentials: Credentials | undefined,
  request: Partial<ToSign> & { readonly sent?: Readonly<Record<string, string>> } = {},
) {
  const { method = 'POST', path = PATH, body = method === 'POST' ? 'hello' : undefined, sent = {} } = request;
  const signed =
    credentials === undefined
      ? {}
      : signedHeaders({
          ...request,
          method,
          path,
          body,
          host,
          accessKey: credentials.accessKeyId,
          secret: credentials.secretAccessKey,
          headers: { 'x-amz-security-token': credentials.sessionToken, ...request.headers },
        });
  const { host: _host, ...headers } = { ...(signed as Record<string, string>), ...sent };
  const response = await fetch(`http://${host}${path}`, { method, body, headers });
  const text = await response.text();
  return { status: response.status, type: response.headers.get('x-amzn-errortype'), text, headers: response.headers };
}

describe('the SDK’s management client', () => {
  test('W104: POST sends one text frame, and is answered by 200 without a body', async () => {
    const { host, issue, connection } = await managed();
    const output = await clientFor(host, issue(role({}))).send(post('{"text":"ä"}'));

    expect(output.$metadata).toMatchObject({ httpStatusCode: 200, requestId: expect.stringMatching(/=$/) });
    expect(connection.received).toEqual(['{"text":"ä"}']);
    expect(await send(host, issue(role({})))).toMatchObject({ status: 200, text: '' });
  });

  test('W105: GET returns when it was opened and used, and by whom', async () => {
    const { host, issue } = await managed();
    const output = await clientFor(host, issue(role({}))).send(get());

    expect(output).toMatchObject({
      ConnectedAt: new Date('2026-11-30T20:10:30.000Z'),
      LastActiveAt: new Date('2026-11-30T20:10:33.236Z'),
      Identity: { SourceIp: '127.0.0.1', UserAgent: 'test' },
    });
    expect((await send(host, issue(role({})), { method: 'GET' })).text).toBe(
      '{"connectedAt":"2026-11-30T20:10:30.000Z","identity":{"sourceIp":"127.0.0.1","userAgent":"test"},"lastActiveAt":"2026-11-30T20:10:33.236Z"}',
    );
  });

  test('W106, W107: DELETE closes it with 204, and every call then gets 410', async () => {
    const { host, issue, connection } = await managed();
    const client = clientFor(host, issue(role({})));

    expect((await client.send(remove())).$metadata.httpStatusCode).toBe(204);
    expect(connection.isOpen).toBe(false);
    for (const command of [post(), get(), remove()]) {
      await expect(client.send(command as ReturnType<typeof get>)).rejects.toMatchObject({
        name: 'GoneException',
        $metadata: { httpStatusCode: 410 },
      });
    }
    expect(await send(host, issue(role({})))).toMatchObject({ status: 410, type: 'GoneException', text: '' });
  });

  test('W107: a connection that closes while a message is sent is gone', async () => {
    const { host, issue, connection } = await managed();
    connection.post = async () => false;
    await expect(clientFor(host, issue(role({}))).send(post())).rejects.toMatchObject({ name: 'GoneException' });
  });

  test('W108: an ID that never existed gets 410', async () => {
    const { host, issue } = await managed();
    await expect(clientFor(host, issue(role({}))).send(post('x', 'L0SM9cOFvHcCIhx='))).rejects.toMatchObject({ name: 'GoneException' });
  });

  test.each(['cjy8x7b2k0000', 'L0SM9cOFvHcCIhw', 'a/b=', ''])('W109: the malformed ID %j gets 400', async (id) => {
    const { host, issue } = await managed();
    const path = `/live/@connections/${encodeURIComponent(id)}`;
    expect(await send(host, issue(role({})), { path })).toMatchObject({
      status: 400,
      type: 'BadRequestException',
      text: JSON.stringify({ message: `Invalid connectionId: ${id}` }),
    });
  });

  test.each(['nowhere', 'live/live', ''])('W110: the path %j, which is no stage, gets 403', async (path) => {
    const { host, issue, connection } = await managed();
    const status = path === 'nowhere' ? 403 : 418;
    await expect(clientFor(host, issue(role({})), path).send(post())).rejects.toMatchObject({ $metadata: { httpStatusCode: status } });
    expect(connection.received).toEqual([]);
  });

  test('W110: a connection of another stage is gone', async () => {
    const { host, issue } = await managed();
    await expect(clientFor(host, issue(role({})), 'other').send(post())).rejects.toMatchObject({ name: 'GoneException' });
  });

  test('W111: 128 KB are sent, and one byte more gets 413', async () => {
    const { host, issue, connection } = await managed();
    const client = clientFor(host, issue(role({})));

    await client.send(post('x'.repeat(131_072)));
    await expect(client.send(post('x'.repeat(131_073)))).rejects.toMatchObject({ name: 'PayloadTooLargeException' });
    expect(connection.received.map(({ length }) => length)).toEqual([131_072]);
  });

  test('W111: a body without a length is not read beyond the limit', async () => {
    const { host, issue, connection } = await managed();
    let sent = 0;
    const chunked = new ReadableStream({
      pull(controller) {
        sent += 65_536;
        return sent > 1024 * 1024 ? controller.close() : controller.enqueue(new Uint8Array(65_536));
      },
    });
    const { host: _host, ...headers } = signedHeaders({
      method: 'POST',
      path: PATH,
      host,
      accessKey: 'local',
      secret: 'x',
      headers: { 'x-amz-security-token': issue(role({})).sessionToken },
    });
    const request: RequestInit = { method: 'POST', body: chunked, headers, duplex: 'half' };
    const response = await fetch(`http://${host}${PATH}`, request);

    expect([response.status, response.headers.get('x-amzn-errortype')]).toEqual([413, 'PayloadTooLargeException']);
    expect(connection.received).toEqual([]);
  });

  test('behind a stage without a name in the path, the path begins with @connections', async () => {
    const { host, issue, connection } = await managed({ stage: 'live' });
    await clientFor(host, issue(role({})), '').send(post());
    expect(connection.received).toEqual(['hello']);
  });
});

describe('the path', () => {
  test.each(['/live/@connections/L0SM9cOFvHcCIhw=', '/live/%40connections/L0SM9cOFvHcCIhw%3D', '/live/%40connections/L0SM9cOFvHcCIhw='])(
    'W114: %s is signed as it is sent, encoded once more',
    async (path) => {
      const { host, issue, connection } = await managed();
      expect(await send(host, issue(role({})), { path })).toMatchObject({ status: 200 });
      expect(connection.received).toEqual(['hello']);
    },
  );

  test('of anything else is left to others', async () => {
    const { host } = await managed();
    expect(await send(host, undefined, { method: 'GET', path: '/live' })).toMatchObject({ status: 418 });
  });

  test('another method is refused', async () => {
    const { host, issue } = await managed();
    expect(await send(host, issue(role({})), { method: 'PUT', body: 'x' })).toMatchObject({ status: 403, type: 'ForbiddenException' });
  });
});

describe('signatures', () => {
  /** A refused call, which must not reach the connection. */
  const refused = async (change: (credentials: Credentials) => Credentials | undefined, request?: Parameters<typeof send>[2]) => {
    const { host, issue, connection, reasons } = await managed();
    const answer = await send(host, change(issue(role({}))), request);
    expect(answer.status).toBe(403);
    expect(connection.received).toEqual([]);
    return { ...answer, host, reason: reasons[0] };
  };
  const same = (credentials: Credentials) => credentials;

  test('an unsigned request is refused', async () => {
    expect(await refused(() => undefined)).toMatchObject({
      type: 'MissingAuthenticationTokenException',
      text: '{"message":"Missing Authentication Token"}',
      reason: expect.stringContaining('not signed'),
    });
  });

  test('W114: a signature with another secret is refused with what was to be signed', async () => {
    const { text, type, host } = await refused((credentials) => ({ ...credentials, secretAccessKey: 'wrong' }));
    const { message } = JSON.parse(text);

    expect(type).toBe('InvalidSignatureException');
    expect(message).toMatch(
      /^The request signature we calculated does not match the signature you provided\. Check your AWS Secret Access Key/,
    );
    expect(message).toContain(
      `The Canonical String for this request should have been\n'POST\n/live/%40connections/L0SM9cOFvHcCIhw%253D\n\nhost:${host}\nx-amz-date:`,
    );
    expect(message).toMatch(
      /The String-to-Sign should have been\n'AWS4-HMAC-SHA256\n\d{8}T\d{6}Z\n\d{8}\/us-east-1\/execute-api\/aws4_request\n[0-9a-f]{64}'\n$/,
    );
    expect(message).not.toContain('wrong');
  });

  test.each<[string, Parameters<typeof send>[2], string]>([
    ['that changes the body', { headers: { 'x-amz-content-sha256': '0'.repeat(64) } }, 'InvalidSignatureException'],
    ['for another region', { region: 'eu-west-1' }, 'InvalidSignatureException'],
    ['for another service', { service: 's3' }, 'InvalidSignatureException'],
    ['from ten minutes ago', { date: new Date(Date.now() - 600_000) }, 'InvalidSignatureException'],
    ['of another form', { sent: { authorization: 'AWS4-HMAC-SHA256 Credential=a' } }, 'IncompleteSignatureException'],
  ])('a signature %s is refused', async (_, request, type) => {
    expect(await refused(same, request)).toMatchObject({ type });
  });

  test.each<[string, (credentials: Credentials) => Credentials]>([
    ['an unknown access key', (credentials) => ({ ...credentials, accessKeyId: 'AKIDOTHER' })],
    ['an unknown session token', (credentials) => ({ ...credentials, sessionToken: 'other' })],
  ])('%s is refused', async (_, change) => {
    const { type, text } = await refused(change);
    expect([type, text]).toEqual(['UnrecognizedClientException', '{"message":"The security token included in the request is invalid."}']);
  });

  test('credentials are refused when their environment has ended', async () => {
    const { host, issue, credentials } = await managed();
    const own = issue(role({}));
    expect(await send(host, own)).toMatchObject({ status: 200 });
    credentials.revoke(own);
    expect(await send(host, own)).toMatchObject({ status: 403, type: 'UnrecognizedClientException' });
  });

  test('a page in a browser is refused, whatever its signature', async () => {
    expect(await refused(same, { sent: { origin: 'http://localhost:5173' } })).toMatchObject({
      type: 'ForbiddenException',
      reason: expect.stringContaining('Origin http://localhost:5173'),
    });
  });

  test('other clients have the keys of an option, and need no role', async () => {
    const { host } = await managed({ iamKeys: { AKIDEXAMPLE: 'secret' } });
    const client = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret', sessionToken: 'any' };
    expect(await send(host, client)).toMatchObject({ status: 200 });
    expect(await send(host, { ...client, secretAccessKey: 'other' })).toMatchObject({ status: 403, type: 'InvalidSignatureException' });
  });

  test('a key that the user gives to functions is accepted by its ID, because its secret is not known', async () => {
    const { host, connection } = await managed({ givenKeys: new Set(['AKIDREAL']) });
    const real = { accessKeyId: 'AKIDREAL', secretAccessKey: 'of a real account', sessionToken: 'real' };
    expect(await send(host, real)).toMatchObject({ status: 200 });
    expect(await send(host, { ...real, accessKeyId: 'AKIDOTHER' })).toMatchObject({ status: 403 });
    expect(connection.received).toEqual(['hello']);
  });
});

describe('roles', () => {
  test.each([
    [`${ARN}/live/POST/@connections/*`, true],
    [`${ARN}/*/*/@connections/*`, true],
    [`${ARN}/live/GET/@connections/*`, false],
    [`${ARN}/other/POST/@connections/*`, false],
    [`${ARN}/live/POST/@connections/${CONNECTION}`, false],
    [ARN.replace('abcdefghij', 'klmnopqrst').concat('/*'), false],
    ['*', true],
  ])('that allow %s: %j', async (resource, isAccepted) => {
    const { host, issue, connection } = await managed();
    const answer = await send(host, issue(role({ resources: names(resource) })));
    expect(answer.status).toBe(isAccepted ? 200 : 403);
    expect(connection.received).toHaveLength(isAccepted ? 1 : 0);
  });

  test('are reported in the words of the service', async () => {
    const { host, issue, reasons } = await managed();
    const client = clientFor(host, issue(role()));
    await expect(client.send(post())).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: `User: arn:aws:sts::123456789012:assumed-role/chat-role/chat is not authorized to perform: ${MANAGE} on resource: arn:aws:execute-api:us-east-1:********9012:abcdefghij/live/POST/@connections/{connectionId}`,
    });
    expect(reasons).toEqual([
      `the role chat-role of the function chat has no policy that allows ${MANAGE} on ${ARN}/live/POST/@connections/{connectionId}`,
    ]);
  });

  test('deny by their statements, and by conditions, which are not evaluated', async () => {
    const { host, issue } = await managed();
    const status = async (...statements: readonly Partial<RoleStatement>[]) => (await send(host, issue(role(...statements)))).status;
    expect(await status({}, { effect: 'Deny' })).toBe(403);
    expect(await status({}, { effect: 'Deny', actions: names('execute-api:Invoke') })).toBe(200);
    expect(await status({ hasCondition: true })).toBe(403);
    expect(await status({}, { effect: 'Deny', hasCondition: true })).toBe(403);
    expect(await status({ actions: names('EXECUTE-API:manage*') })).toBe(200);
    expect(await status({ actions: { patterns: ['s3:*'], isNegated: true } })).toBe(200);
    expect(await status({ resources: { patterns: [`${ARN}/live/*`], isNegated: true } })).toBe(403);
  });

  test('that the app does not contain, or not wholly, are taken to allow what they do not deny', async () => {
    const { host, issue } = await managed();
    expect((await send(host, issue())).status).toBe(200);
    expect((await send(host, issue({ ...role(), isComplete: false }))).status).toBe(200);
    expect((await send(host, issue({ ...role({ effect: 'Deny' }), isComplete: false }))).status).toBe(403);
  });
});
