import { describe, expect, test } from 'vitest';
import type { GatewayOptions, LogEntry } from '../../src/index';
import { ACCESS_KEY, presignedQuery, SECRET, signedHeaders } from '../authorizers/sign';
import { route } from '../support';
import { handlersIn } from '../websocket-api/ways';
import { ECHO, fn, handwritten } from './app';
import { opened, type Send, WAYS } from './senders';

const PERMISSION = {
  Type: 'AWS::Lambda::Permission',
  Properties: {
    Action: 'lambda:InvokeFunction',
    FunctionName: { 'Fn::GetAtt': ['Auth', 'Arn'] },
    Principal: 'apigateway.amazonaws.com',
    SourceArn: { 'Fn::Sub': 'arn:aws:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/authorizers/${Users}' },
  },
};

const lambdaAuthorizer = (properties: object = {}) => ({
  Type: 'AWS::ApiGatewayV2::Authorizer',
  Properties: {
    ApiId: { Ref: 'Api' },
    AuthorizerType: 'REQUEST',
    Name: 'users',
    IdentitySource: ['$request.header.x-user'],
    AuthorizerPayloadFormatVersion: '2.0',
    EnableSimpleResponses: true,
    AuthorizerUri: { 'Fn::GetAtt': ['Auth', 'Arn'] },
    ...properties,
  },
});

interface App {
  /** Of the authorizer's function. */
  readonly source?: string;
  readonly function?: object;
  readonly authorizer?: object;
  readonly api?: object;
  readonly integration?: object;
  readonly routes?: readonly string[];
  readonly more?: object;
}

const CUSTOM = { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Users' } };

/** An app with a function that returns its event behind a Lambda authorizer. */
const app = ({ source = 'return { isAuthorized: true };', more, ...given }: App = {}): string =>
  handwritten({
    source: ECHO,
    routes: given.routes,
    route: CUSTOM,
    api: given.api,
    integration: given.integration,
    more: { Users: lambdaAuthorizer(given.authorizer), Auth: fn(source, given.function), Permission: PERMISSION, ...more },
  });

const USER = { 'x-user': 'u1' };
const FORBIDDEN = { status: 403, text: '{"message":"Forbidden"}' };
const UNAUTHORIZED = { status: 401, text: '{"message":"Unauthorized"}' };
const BROKEN = { status: 500, text: '{"message":"Internal Server Error"}' };

describe.each(WAYS)('by $way', ({ open }) => {
  /** Runs functions in this process, which is quicker. */
  const openHere = (path: string, options: GatewayOptions = {}) => open(path, { functions: handlersIn(path), ...options });

  describe('a Lambda authorizer', () => {
    test('A5, A17: lets a request in, with its context as it returned it', async () => {
      const context = '{ user: event.headers["x-user"], level: 3, admin: true, "ctx.foo": "flat", list: [1], map: { a: { b: null } } }';
      const send = await open(app({ source: `return { isAuthorized: true, context: ${context} };` }));

      const { status, text } = await send({ path: '/', headers: USER });

      expect(status).toBe(200);
      expect(JSON.parse(text).requestContext.authorizer).toEqual({
        lambda: { user: 'u1', level: 3, admin: true, 'ctx.foo': 'flat', list: [1], map: { a: { b: null } } },
      });
    });

    test('A18: has its context beside claims and scopes in an event of format 1.0, without principalId', async () => {
      const source = `return { principalId: 'me', context: { user: 'u1', level: 3 }, policyDocument: { Version: '2012-10-17', Statement: [
        { Effect: 'Allow', Action: 'execute-api:Invoke', Resource: event.methodArn }] } };`;
      const send = await open(
        app({
          source,
          authorizer: { AuthorizerPayloadFormatVersion: '1.0', EnableSimpleResponses: false },
          integration: { PayloadFormatVersion: '1.0' },
          more: { Fn: fn('return { statusCode: 200, body: JSON.stringify(event) };') },
        }),
      );

      const { text } = await send({ path: '/', headers: USER });

      expect(JSON.parse(text).requestContext.authorizer).toEqual({ claims: null, scopes: null, user: 'u1', level: 3 });
    });

    test('A20: is read by mappings of requests and of responses', async () => {
      const send = await open(
        app({
          source: 'return { isAuthorized: true, context: { user: "u1", level: 3 } };',
          integration: {
            RequestParameters: { 'append:header.x-mapped': '${context.authorizer.user}-${context.authorizer.level}' },
            ResponseParameters: {
              200: { ResponseParameters: [{ Destination: 'append:header.x-user', Source: '$context.authorizer.user' }] },
            },
          },
        }),
      );

      const { headers, text } = await send({ path: '/', headers: USER });

      expect(headers['x-user']).toBe('u1');
      expect(JSON.parse(text).headers['x-mapped']).toBe('u1-3');
    });

    test.each<[string, string, object]>([
      ['A5: isAuthorized: false', 'return { isAuthorized: false };', FORBIDDEN],
      ['A7: a policy for simple responses', 'return { principalId: "me", policyDocument: { Statement: [] } };', BROKEN],
      ['A8: null', 'return null;', BROKEN],
      ['A8: nothing', '', BROKEN],
      ['A8: an error', 'throw new Error("boom");', BROKEN],
      ['A8: the error Unauthorized', 'throw new Error("Unauthorized");', BROKEN],
      ['A8: an exit', 'process.exit(3);', BROKEN],
      ['A21: more than 8 KB', 'return { isAuthorized: true, context: { a: "x".repeat(10000) } };', BROKEN],
    ])('%s refuses, and the integration is not called', async (_, source, expected) => {
      const entries: LogEntry[] = [];
      const send = await open(app({ source }), { log: (entry) => entries.push(entry) });

      expect(await send({ path: '/', headers: USER })).toMatchObject(expected);
      expect(entries.filter((entry) => entry.kind === 'invocation' && entry.function.startsWith('Fn'))).toEqual([]);
    });

    test('A8: a function that does not return refuses when its timeout ends', async () => {
      const send = await open(app({ source: 'return new Promise(() => setInterval(() => {}, 1000));', function: { Timeout: 1 } }));

      expect(await send({ path: '/', headers: USER })).toMatchObject(BROKEN);
    });

    test('A9: without a permission refuses with 500', async () => {
      expect(await (await open(app({ more: { Permission: undefined } })))({ path: '/', headers: USER })).toMatchObject(BROKEN);
    });

    test('A1: without its identity refuses with 401', async () => {
      expect(await (await open(app()))({ path: '/' })).toMatchObject(UNAUTHORIZED);
    });

    test('A12, A13: a cached policy applies to both routes, and denies the one that it does not name', async () => {
      const source = `return { principalId: 'me', context: { at: String(process.hrtime.bigint()) }, policyDocument: { Statement: {
        Effect: 'Allow', Action: 'execute-api:Invoke', Resource: event.routeArn.replace(/[^/]*$/, '') + (event.headers['x-user'] === 'all' ? '*' : 'a') } } };`;
      const send = await open(app({ source, routes: ['GET /a', 'GET /b'], authorizer: { EnableSimpleResponses: false } }));
      const get = (path: string, user: string) => send({ path, headers: { 'x-user': user } });

      const [first, second] = [await get('/a', 'all'), await get('/b', 'all')];
      const at = ({ text }: { readonly text: string }) => JSON.parse(text).requestContext.authorizer.lambda.at;

      expect(at(second)).toBe(at(first));
      expect((await get('/a', 'some')).status).toBe(200);
      expect(await get('/b', 'some')).toMatchObject(FORBIDDEN);
    });

    test('A23, A24: does not see a preflight request that no route matches, and its refusals carry CORS headers', async () => {
      const send = await open(
        app({ routes: ['GET /a'], api: { CorsConfiguration: { AllowOrigins: ['https://shop.example'], AllowMethods: ['GET'] } } }),
      );
      const origin = { origin: 'https://shop.example' };

      const preflight = await send({ method: 'OPTIONS', path: '/a', headers: { ...origin, 'access-control-request-method': 'GET' } });

      expect(preflight).toMatchObject({ status: 204, headers: { 'access-control-allow-origin': 'https://shop.example' } });
      expect(await send({ path: '/a', headers: origin })).toMatchObject({
        ...UNAUTHORIZED,
        headers: { 'access-control-allow-origin': 'https://shop.example' },
      });
    });

    test('A23: of $default sees a preflight request, and refuses it without an identity', async () => {
      const send = await open(app({ api: { CorsConfiguration: { AllowOrigins: ['*'], AllowMethods: ['*'] } } }));

      expect(await send({ method: 'OPTIONS', path: '/a', headers: { origin: 'https://shop.example' } })).toMatchObject({ status: 401 });
    });

    test('guards the $default route, with the path of the request in its ARN', async () => {
      const send = await open(app({ source: 'return { isAuthorized: true, context: { arn: event.routeArn, key: event.routeKey } };' }));

      const { text } = await send({ method: 'PUT', path: '/any/path?a=1', headers: USER });

      expect(JSON.parse(text).requestContext.authorizer.lambda).toEqual({
        arn: expect.stringMatching(/^arn:aws:execute-api:us-east-1:123456789012:[a-z0-9]{10}\/\$default\/PUT\/any\/path$/),
        key: '$default',
      });
    });

    test('A27: a path that begins with two slashes is matched, authorized and shown with one (LSX:auth)', async () => {
      const source = `return { principalId: 'me', context: { arn: event.routeArn, path: event.rawPath }, policyDocument: { Statement: [
        { Effect: 'Allow', Action: 'execute-api:Invoke', Resource: '*/$default/GET/test' }] } };`;
      const send = await openHere(app({ source, routes: ['ANY /test'], authorizer: { EnableSimpleResponses: false } }));

      const { status, text } = await send({ path: '//test', headers: USER });

      expect(status).toBe(200);
      expect(JSON.parse(text)).toMatchObject({
        rawPath: '/test',
        requestContext: {
          http: { path: '/test' },
          authorizer: { lambda: { arn: expect.stringMatching(/\/\$default\/GET\/test$/), path: '/test' } },
        },
      });
    });

    test('A28: an event of format 2.0 has neither the principalId of a policy nor an identity (LSX:auth)', async () => {
      const source = `return { principalId: 'me', context: { a: 1 }, policyDocument: { Statement: [
        { Effect: 'Allow', Action: 'execute-api:Invoke', Resource: event.routeArn }] } };`;
      const send = await openHere(app({ source, authorizer: { EnableSimpleResponses: false } }));

      const { requestContext } = JSON.parse((await send({ path: '/', headers: USER })).text);

      expect(requestContext.authorizer).toEqual({ lambda: { a: 1 } });
      expect(requestContext).not.toHaveProperty('identity');
    });

    test('A29: $context.identity.principalId has no value, $context.authorizer.principalId has (LSX:auth; DG, conflicting)', async () => {
      const source = `return { principalId: 'me', policyDocument: { Statement: [
        { Effect: 'Allow', Action: 'execute-api:Invoke', Resource: event.routeArn }] } };`;
      const send = await openHere(
        app({
          source,
          authorizer: { EnableSimpleResponses: false },
          integration: {
            RequestParameters: { 'append:header.x-ids': '[${context.identity.principalId}][${context.authorizer.principalId}]' },
          },
        }),
      );

      expect(JSON.parse((await send({ path: '/', headers: USER })).text).headers['x-ids']).toBe('[][me]');
    });

    test.each([
      ['of 10 kB', '{ isAuthorized: true, context: { a: "x".repeat(10240) } }', 500],
      ['of nearly 8 kB', '{ isAuthorized: true, context: { a: "x".repeat(8000) } }', 200],
      ['of 8 kB in few characters', '{ isAuthorized: true, context: { a: "€".repeat(2800) } }', 500],
      ['nested 100 levels deep', '{ isAuthorized: true, context: { a: JSON.parse("[".repeat(100) + "]".repeat(100)) } }', 200],
      ['that refers to itself', '(() => { const context = {}; context.a = context; return { isAuthorized: true, context }; })()', 500],
    ])('A21: a context %s: %s', async (_, result, status) => {
      const send = await openHere(app({ source: `return ${result};` }));

      const received = await send({ path: '/', headers: USER });

      expect(received.status).toBe(status);
      if (status === 200) {
        expect(JSON.parse(received.text).requestContext.authorizer.lambda).toHaveProperty('a');
      }
    });

    test('A13: two authorizers of one API do not share results for the same identity', async () => {
      const others = {
        Name: 'others',
        AuthorizerUri: { 'Fn::GetAtt': ['Denies', 'Arn'] },
        AuthorizerCredentialsArn: 'arn:aws:iam::123456789012:role/any',
      };
      const send = await openHere(
        app({
          routes: ['GET /a'],
          more: {
            Others: lambdaAuthorizer(others),
            Denies: fn('return { isAuthorized: false };'),
            Second: route('GET /b', { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Others' } }),
          },
        }),
      );

      expect(await send({ path: '/a', headers: USER })).toMatchObject({ status: 200 });
      expect(await send({ path: '/b', headers: USER })).toMatchObject(FORBIDDEN);
      expect(await send({ path: '/a', headers: USER })).toMatchObject({ status: 200 });
    });

    test('A18, A20: values of every type are in an event of format 1.0 as they are, and in mappings as text', async () => {
      const names = ['text', 'number', 'no', 'list', 'map', 'nothing'];
      const context = { text: 'é"', number: 1.5, no: false, list: [1, 'a', [true]], map: { a: { b: null } }, nothing: null };
      const send = await openHere(
        app({
          source: `return { isAuthorized: true, context: ${JSON.stringify(context)} };`,
          integration: {
            PayloadFormatVersion: '1.0',
            RequestParameters: Object.fromEntries(names.map((name) => [`append:header.x-${name}`, `$context.authorizer.${name}`])),
          },
          more: { Fn: fn('return { statusCode: 200, body: JSON.stringify(event) };') },
        }),
      );

      const { requestContext, headers } = JSON.parse((await send({ path: '/', headers: USER })).text);

      expect(requestContext.authorizer).toEqual({ claims: null, scopes: null, ...context });
      expect(names.map((name) => headers[`x-${name}`])).toEqual(['é"', '1.5', 'false', '[1 a [true]]', '{"a":{"b":null}}', undefined]);
    });

    test('the context of one identity does not reach another', async () => {
      const send = await openHere(app({ source: 'return { isAuthorized: true, context: { user: event.headers["x-user"] } };' }));
      const users = ['u1', 'u2', 'u1', 'u3', 'u2'];

      const seen = await Promise.all(users.map((user) => send({ path: '/', headers: { 'x-user': user } })));

      expect(seen.map(({ text }) => JSON.parse(text).requestContext.authorizer.lambda.user)).toEqual(users);
    });

    test.each(['__proto__', 'constructor', 'toString'])('takes a context and an identity named %s for what they are', async (name) => {
      const send = await open(
        app({
          source: `return { isAuthorized: true, context: JSON.parse('{"${name}":{"polluted":true}}') };`,
          authorizer: { IdentitySource: [`$request.querystring.${name}`] },
        }),
      );

      expect(await send({ path: '/' })).toMatchObject(UNAUTHORIZED);
      const { status, text } = await send({ path: `/?${name}=x` });

      expect(status).toBe(200);
      expect(text).toContain(`"lambda":{"${name}":{"polluted":true}}`);
      expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    });
  });

  describe('a stand-in', () => {
    test('decides in place of the function, which is not called', async () => {
      const events: { readonly headers: object; readonly version: string }[] = [];
      const users = (event: (typeof events)[number]) => {
        events.push(event);
        return { isAuthorized: true, context: { user: 'u2', level: 2 } };
      };
      const send = await open(app({ source: 'throw new Error("not called");' }), { authorizers: { users } });

      const { text } = await send({ path: '/', headers: USER });

      expect(JSON.parse(text).requestContext.authorizer).toEqual({ lambda: { user: 'u2', level: 2 } });
      expect(events).toMatchObject([{ version: '2.0', headers: { 'x-user': 'u1' } }]);
    });

    const allow = (Resource: string) => ({
      principalId: 'me',
      policyDocument: { Statement: [{ Effect: 'Allow', Action: '*', Resource }] },
    });
    test.each<[string, () => unknown, object]>([
      ['a policy that allows', () => allow('*'), { status: 200 }],
      ['a policy that allows something else', () => allow('arn:x'), FORBIDDEN],
      ['isAuthorized: false', () => ({ isAuthorized: false }), FORBIDDEN],
      ['a promise', async () => ({ isAuthorized: true }), { status: 200 }],
      ['nothing', () => undefined, BROKEN],
      ['true', () => true, BROKEN],
      ['a rejected promise', () => Promise.reject(new Error('boom')), BROKEN],
      ['a value that JSON cannot hold', () => ({ isAuthorized: true, context: { a: 1n } }), BROKEN],
    ])('that returns %s', async (_, users, expected) => {
      const send = await open(app(), { authorizers: { users } });

      expect(await send({ path: '/', headers: USER })).toMatchObject(expected);
    });

    test('of a JWT authorizer gives its context as claims', async () => {
      const jwt = {
        Type: 'AWS::ApiGatewayV2::Authorizer',
        Properties: {
          ApiId: { Ref: 'Api' },
          AuthorizerType: 'JWT',
          Name: 'tokens',
          JwtConfiguration: { Issuer: 'https://issuer.example', Audience: ['a'] },
        },
      };
      const path = handwritten({
        route: { AuthorizationType: 'JWT', AuthorizerId: { Ref: 'Tokens' }, AuthorizationScopes: ['read'] },
        more: { Tokens: jwt },
      });
      const decide = (tokens: () => unknown): GatewayOptions => ({ authorizers: { tokens } });

      const send = await open(
        path,
        decide(() => ({ isAuthorized: true, context: { sub: 'me', scope: 'read write' } })),
      );
      expect(JSON.parse((await send({ path: '/' })).text).requestContext.authorizer).toEqual({
        jwt: { claims: { sub: 'me', scope: 'read write' }, scopes: ['read', 'write'] },
      });
      expect(
        await (
          await open(
            path,
            decide(() => ({ isAuthorized: false })),
          )
        )({ path: '/' }),
      ).toMatchObject(FORBIDDEN);
      expect(
        await (
          await open(
            path,
            decide(() => allow('arn:x')),
          )
        )({ path: '/' }),
      ).toMatchObject(FORBIDDEN);
      expect(
        await (
          await open(
            path,
            decide(() => null),
          )
        )({ path: '/' }),
      ).toMatchObject(BROKEN);
      const thrown = () => {
        throw new Error('boom');
      };
      expect(await (await open(path, decide(thrown)))({ path: '/' })).toMatchObject(BROKEN);
    });
  });

  describe('IAM authorization', () => {
    const IAM = { AuthorizationType: 'AWS_IAM' };
    const iamKeys = { [ACCESS_KEY]: SECRET };
    /** The host that both ways send. */
    const host = 'api.example';
    const openIam = (options: GatewayOptions = { iamKeys }): Promise<Send> => open(handwritten({ route: IAM }), options);

    test('I2, I4: accepts a signature in the headers, and gives the caller to the function', async () => {
      const send = await openIam();
      const body = '{"title":"T"}';
      const request = { host, method: 'POST', path: '/books/a%20b', body, query: [['x', 'ä b']] as const };

      const { status, text } = await send({ method: 'POST', path: '/books/a%20b?x=%C3%A4%20b', headers: signedHeaders(request), body });

      expect(status).toBe(200);
      const event = JSON.parse(text);
      expect(event.requestContext.authorizer).toEqual({
        iam: {
          accessKey: ACCESS_KEY,
          accountId: '123456789012',
          callerId: 'AIDALOCALLOCALLOCAL00',
          cognitoIdentity: null,
          principalOrgId: null,
          userArn: 'arn:aws:iam::123456789012:user/local',
          userId: 'AIDALOCALLOCALLOCAL00',
        },
      });
      expect(Buffer.from(event.body, 'base64').toString()).toBe(body);
    });

    test('I4: gives the caller to an event of format 1.0 and to mappings, with user and caller alike (LSX:auth)', async () => {
      const variables = ['accountId', 'caller', 'user', 'userArn', 'accessKey'].map((name) => `\${context.identity.${name}}`).join(' ');
      const path = handwritten({
        source: 'return { statusCode: 200, body: JSON.stringify(event) };',
        route: IAM,
        integration: { PayloadFormatVersion: '1.0', RequestParameters: { 'append:header.x-caller': variables } },
      });
      const send = await openHere(path, { iamKeys });

      const { requestContext, headers } = JSON.parse((await send({ path: '/', headers: signedHeaders({ host, path: '/' }) })).text);

      const user = 'AIDALOCALLOCALLOCAL00';
      const userArn = 'arn:aws:iam::123456789012:user/local';
      expect(requestContext.identity).toMatchObject({ accessKey: ACCESS_KEY, accountId: '123456789012', caller: user, user, userArn });
      expect(headers['x-caller']).toBe(`123456789012 ${user} ${user} ${userArn} ${ACCESS_KEY}`);
    });

    test('I5: a mapping can read the Authorization header of a signed request (LSX:auth)', async () => {
      const path = handwritten({
        route: IAM,
        integration: { RequestParameters: { 'append:header.x-copy': '$request.header.Authorization' } },
      });
      const send = await openHere(path, { iamKeys });
      const headers = signedHeaders({ host, path: '/' });

      expect(JSON.parse((await send({ path: '/', headers })).text).headers['x-copy']).toBe(headers.authorization);
    });

    test('I2: accepts a presigned URL', async () => {
      const send = await openIam();
      const query = presignedQuery({ host, path: '/books', query: [['a', '1']] });

      expect(await send({ path: `/books${query}`, headers: { host } })).toMatchObject({ status: 200 });
      expect(await send({ path: `/other${query}`, headers: { host } })).toMatchObject(FORBIDDEN);
    });

    test.each<[string, Record<string, string>]>([
      ['no Authorization header', {}],
      ['a bearer token', { authorization: 'Bearer x' }],
      ['junk', { authorization: 'junk' }],
      ['a credential alone', { authorization: 'AWS4-HMAC-SHA256 Credential=x' }],
      ['another secret', signedHeaders({ host, path: '/', secret: 'other' })],
      ['another path', signedHeaders({ host, path: '/other' })],
    ])('I1: refuses %s with 403', async (_, headers) => {
      expect(await (await openIam())({ path: '/', headers: { host, ...headers } })).toMatchObject(FORBIDDEN);
    });

    test('refuses every caller by default, and accepts every caller with acceptIam', async () => {
      const signed = { path: '/', headers: signedHeaders({ host, path: '/' }) };

      expect(await (await openIam({}))(signed)).toMatchObject(FORBIDDEN);
      expect(await (await openIam({ acceptIam: true }))({ path: '/' })).toMatchObject({ status: 200 });
    });
  });
});

test('A31: cached results are dropped when the app is loaded again', async () => {
  const path = app();
  const gateway = await opened(path, { functions: handlersIn(path) });
  const ask = async () => (await gateway.inject({ path: '/', headers: USER })).statusCode;

  expect([await ask(), await ask(), gateway.invocations('Auth').length]).toEqual([200, 200, 1]);
  await gateway.reload();
  const before = gateway.invocations('Auth').length;
  expect([await ask(), gateway.invocations('Auth').length - before]).toEqual([200, 1]);
});

test('functions of authorizers are loaded ahead, and one that does not load is reported', async () => {
  const { LocalGateway } = await import('../../src/index');
  const gateway = await LocalGateway.load(app({ function: { Code: { ZipFile: 'throw new Error("gone"); exports.handler = 1;' } } }));
  try {
    await expect(gateway.prepare()).rejects.toThrow(/gone/);
  } finally {
    await gateway.close();
  }
});

test('a stand-in for an authorizer that does not exist is an error that names those that do', async () => {
  const { LocalGateway } = await import('../../src/index');
  const authorizers = { nobody: () => true };

  await expect(LocalGateway.load(app(), { authorizers })).rejects.toThrow(
    '--authorizer nobody matches no authorizer of the app: expected users',
  );
  await expect(LocalGateway.load(handwritten(), { authorizers })).rejects.toThrow('remove it, the app has none');
});
