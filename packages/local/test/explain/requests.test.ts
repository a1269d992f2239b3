import { describe, expect, onTestFinished, test } from 'vitest';
import type { InjectRequest } from '../../src/gateway/inject';
import type { GatewayOptions } from '../../src/gateway-options';
import { findProblems, LocalGateway } from '../../src/index';
import { fn, type Handwritten, handwritten } from '../serve/app';
import { integration, permission, route, stage } from '../support';

async function explain(app: Handwritten, request: InjectRequest, options: GatewayOptions = {}) {
  const gateway = await LocalGateway.load(handwritten(app), options);
  onTestFinished(() => gateway.close());
  return gateway.explain(request);
}

describe('CORS', () => {
  const cors = { api: { CorsConfiguration: { AllowOrigins: ['https://a.example'], AllowMethods: ['GET'] } }, routes: ['GET /a'] };
  const origin = { origin: 'https://a.example' };
  const preflight = { ...origin, 'access-control-request-method': 'GET' };

  test.each<[string, Handwritten, InjectRequest, object]>([
    ['that is not configured', {}, { path: '/', headers: origin }, { configured: false, because: 'the API has no CORS configuration' }],
    ['without an origin', cors, { path: '/a' }, { headers: [], because: 'the request has no Origin header, so no CORS header is added' }],
    [
      'for another origin',
      cors,
      { path: '/a', headers: { origin: 'https://b.example' } },
      { headers: [], because: 'the origin https://b.example is not allowed: https://a.example' },
    ],
    [
      'for an allowed origin',
      cors,
      { path: '/a', headers: origin },
      {
        preflight: false,
        headers: [['access-control-allow-origin', 'https://a.example']],
        because: 'the origin https://a.example is allowed',
      },
    ],
    [
      'that answers a preflight request',
      cors,
      { method: 'OPTIONS', path: '/a', headers: preflight },
      {
        preflight: true,
        headers: [
          ['access-control-allow-origin', 'https://a.example'],
          ['access-control-allow-methods', 'GET'],
        ],
        because: 'the origin https://a.example is allowed',
      },
    ],
    [
      'of a preflight request without a method',
      cors,
      { method: 'OPTIONS', path: '/a', headers: origin },
      { preflight: true, headers: [], because: 'the request has no Access-Control-Request-Method header, so no CORS header is added' },
    ],
    [
      'where a route takes preflight requests',
      { ...cors, routes: ['ANY /a'] },
      { method: 'OPTIONS', path: '/a', headers: preflight },
      {
        preflight: false,
        because: 'the origin https://a.example is allowed, but a route matches OPTIONS, so its integration answers preflight requests',
      },
    ],
  ])('%s', async (_, app, request, expected) => {
    expect((await explain(app, request)).cors).toMatchObject(expected);
  });

  test('answers a preflight request without a route', async () => {
    expect(await explain(cors, { method: 'OPTIONS', path: '/a', headers: preflight })).toMatchObject({
      answered: true,
      outcome: 'the API answers 204 by its CORS configuration, without calling anything',
    });
  });
});

describe('a request that no route takes', () => {
  test.each<[string, Handwritten, string, string]>([
    ['another stage', { stages: ['dev', 'prod'] }, '/a', '404: no stage matches this path; begin it with /dev or /prod'],
    ['another path', { routes: ['GET /a'] }, '/b', '404: no route matches this method and path'],
    [
      'another method',
      { routes: ['POST /a', 'PUT /a'] },
      '/a',
      '404: no route matches this method and path; the path is served for POST, PUT',
    ],
  ])('because of %s', async (_, app, path, outcome) => {
    const explained = await explain(app, { path });
    expect(explained.answered).toBe(false);
    expect(explained.outcome.split(' answers ')[1]).toBe(outcome);
  });
});

/** A JWT whose signature is not valid. */
const jwt = (claims: object) =>
  [{ alg: 'RS256' }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .concat('sig')
    .join('.');

describe('an authorizer', () => {
  const authorized = (authorizer: object, properties: object = {}): Handwritten => ({
    route: { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Users' }, ...properties },
    integration: {
      RequestParameters: { 'overwrite:header.sub': '$context.authorizer.claims.sub', 'append:header.role': 'as $context.authorizer.role' },
    },
    more: { Users: { Type: 'AWS::ApiGatewayV2::Authorizer', Properties: { ApiId: { Ref: 'Api' }, Name: 'Users', ...authorizer } } },
  });
  const users = authorized(
    {
      AuthorizerType: 'JWT',
      IdentitySource: ['$request.header.Authorization'],
      JwtConfiguration: { Issuer: 'https://login.example', Audience: ['shop'] },
    },
    { AuthorizationType: 'JWT', AuthorizationScopes: ['books:read', 'books:all'] },
  );
  const claims = { iss: 'https://login.example', aud: 'shop', exp: 4_000_000_000, scope: 'books:read', sub: 'ann' };
  const bearer = (more: object) => ({ authorization: `Bearer ${jwt({ ...claims, ...more })}` });

  test('for JWTs needs a token, issuer, audience and scopes', async () => {
    const { authorizer, outcome } = await explain(users, { path: '/' });
    expect(authorizer).toEqual({
      name: 'Users',
      type: 'JWT',
      needs: [
        'a token in $request.header.Authorization',
        'the issuer https://login.example',
        'the audience shop',
        'one of the scopes books:read, books:all',
        'a signature by a key of the issuer, which is not verified here',
      ],
      missing: ['there is no token in $request.header.Authorization'],
    });
    expect(outcome).toBe('$default answers 401: there is no token in $request.header.Authorization');
  });

  test.each<[string, Record<string, string>, string]>([
    ['that is no JWT', { authorization: 'Bearer x' }, '401: token contains an invalid number of segments'],
    ['of another issuer', bearer({ iss: 'https://other.example' }), `401: the token's issuer is "https://other.example"`],
    ['that has expired', bearer({ exp: 1 }), `401: the token's exp is 1 `],
    ['without the scope', bearer({ scope: 'none' }), '403: the route requires one of the scopes books:read books:all'],
  ])('for JWTs refuses a token %s', async (_, headers, outcome) => {
    const explained = await explain(users, { path: '/', headers });
    expect(explained.outcome).toContain(`$default answers ${outcome}`);
    expect(explained.authorizer?.missing).toHaveLength(1);
  });

  test('for JWTs gives the mapping the claims of a token', async () => {
    const { authorizer, mapping, outcome } = await explain(users, { path: '/', headers: bearer({}) });
    expect(authorizer?.missing).toEqual([]);
    expect(mapping).toMatchObject([{ value: 'ann', effect: 'adds the header sub' }, { value: 'as ' }]);
    expect(outcome).toBe('$default invokes the function Fn, if Users allows it');
  });

  const staff = (properties: object = {}) => ({
    AuthorizerType: 'REQUEST',
    AuthorizerPayloadFormatVersion: '2.0',
    EnableSimpleResponses: true,
    IdentitySource: ['$request.header.x-key', '$request.querystring.tenant', '$context.stage'],
    AuthorizerUri: { 'Fn::Sub': 'arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${Fn.Arn}/invocations' },
    ...properties,
  });

  test('that is a function needs all of its identity sources', async () => {
    const { authorizer, outcome } = await explain(authorized(staff()), { path: '/?tenant=', headers: {} });
    expect(authorizer).toMatchObject({
      type: 'LAMBDA',
      needs: [
        'a value in $request.header.x-key',
        'a value in $request.querystring.tenant',
        'a value in $context.stage',
        'that the function Fn allows the request; it is not called here',
      ],
      missing: ['no value in $request.header.x-key', 'no value in $request.querystring.tenant'],
    });
    expect(outcome).toBe(
      '$default answers 401: the request has no value for the identity source $request.header.x-key, $request.querystring.tenant of authorizer Users',
    );
  });

  test('that is a function leaves open what a mapping reads of its result', async () => {
    const { mapping, mapped, outcome } = await explain(authorized(staff()), { path: '/?tenant=1', headers: { 'x-key': '1' } });
    expect(mapping?.map(({ effect, value }) => [effect, value])).toEqual([
      ['depends on what the authorizer returns', undefined],
      ['depends on what the authorizer returns', undefined],
    ]);
    expect(mapped?.headers.map(([name]) => name)).not.toContain('sub');
    expect(outcome).toBe('$default invokes the function Fn, if Users allows it');
  });

  test('that API Gateway may not invoke answers 500', async () => {
    const app = authorized(staff({ IdentitySource: [] }));
    const { outcome, authorizer } = await explain(
      { ...app, more: { ...app.more, FnPermission: permission({ 'Fn::Sub': 'arn:aws:execute-api:eu-west-1:1:${Api}/*/*/a' }) } },
      { path: '/' },
    );
    expect(outcome).toContain('answers 500: no permission allows the API to invoke the authorizer function Fn');
    expect(authorizer?.missing).toHaveLength(1);
  });

  test('that an option replaces is not called', async () => {
    const { authorizer } = await explain(users, { path: '/' }, { authorizers: { Users: () => ({ isAuthorized: true }) } });
    expect(authorizer).toMatchObject({ needs: ['that its stand-in allows the request'], missing: [] });
  });

  const iam = { route: { AuthorizationType: 'AWS_IAM' } };

  test('for IAM needs a signature', async () => {
    expect(await explain(iam, { path: '/' })).toMatchObject({
      authorizer: { name: 'AWS_IAM', type: 'IAM', missing: [expect.stringContaining('the request is not signed')] },
      outcome: expect.stringContaining('$default answers 403: the request is not signed'),
    });
  });

  test('for IAM takes a signature of this region that it cannot verify', async () => {
    const now = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
    const credential = `AKIDEXAMPLE/${now.slice(0, 8)}/us-east-1/execute-api/aws4_request`;
    const authorization = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host;x-amz-date, Signature=${'0'.repeat(64)}`;
    const { authorizer, outcome } = await explain(iam, { path: '/', headers: { authorization, 'x-amz-date': now } });
    expect(authorizer?.missing).toEqual([]);
    expect(outcome).toBe('$default invokes the function Fn, if AWS_IAM allows it');
  });
});

describe('a mapping', () => {
  test('is explained entry by entry', async () => {
    const { mapping, mapped } = await explain(
      {
        routes: ['GET /a/{id}'],
        stage: { StageVariables: { color: 'blue' } },
        integration: {
          RequestParameters: {
            'append:header.x-a': '$request.header.x-a',
            'append:header.x-b': '$request.header.x-b',
            'overwrite:header.x-c': 'id $request.path.id',
            'overwrite:querystring.q': '$stageVariables.color',
            'append:querystring.new': 'text',
            'remove:header.x-gone': '',
            'remove:querystring.gone': '',
            'overwrite:path': '/v2$request.path',
            myKey: 'myValue',
          },
        },
      },
      { path: '/a/7?q=1', headers: { 'x-a': '1', 'x-c': '2', 'x-gone': '3' } },
    );
    expect(mapping?.map(({ key, value, effect }) => [key, value, effect])).toEqual([
      ['append:header.x-a', '1', 'adds a value to the header x-a'],
      ['append:header.x-b', undefined, 'is skipped: the request has no value for it'],
      ['overwrite:header.x-c', 'id 7', 'replaces the header x-c'],
      ['overwrite:querystring.q', 'blue', 'replaces the parameter q'],
      ['append:querystring.new', 'text', 'adds the parameter new'],
      ['remove:header.x-gone', undefined, 'removes the header x-gone'],
      ['remove:querystring.gone', undefined, 'finds no parameter gone to remove'],
      ['overwrite:path', '/v2/a/7', 'sets the path'],
      ['myKey', undefined, 'has no effect'],
    ]);
    expect(mapped).toMatchObject({ method: 'GET', path: '/v2/a/7' });
    expect(mapping?.at(-1)?.problem).toContain('myKey');
  });

  test('that reads a path variable of another route has a problem', async () => {
    const { mapping } = await explain(
      { routes: ['GET /a'], integration: { RequestParameters: { 'append:header.x': '$request.path.id' } } },
      { path: '/a' },
    );
    expect(mapping).toMatchObject([{ problem: expect.stringMatching(/\[PathVariableUnknown\].*: add \{id\}/) }]);
  });

  test('that would write a line break answers 500', async () => {
    const app = { integration: { RequestParameters: { 'append:header.x': '$request.body.x' } } };
    const { outcome, mapped } = await explain(app, { method: 'POST', path: '/', body: { x: 'a\nb' } });
    expect(mapped).toBeUndefined();
    expect(outcome).toContain('$default answers 500: the mapping gives the header x a value with a line break');
  });

  test('of responses has values where they do not depend on the response', async () => {
    const entry = (Destination: string, Source: string) => ({ Destination, Source });
    const { responseMapping } = await explain(
      {
        stage: { StageVariables: { color: 'blue' } },
        integration: {
          ResponseParameters: {
            404: { ResponseParameters: [entry('overwrite:statuscode', '410'), entry('append:header.a', '$response.header.b')] },
            200: {
              ResponseParameters: [
                entry('append:header.c', '$stageVariables.color in $context.stage'),
                entry('append:header.d', 'took $context.responseLatency'),
                entry('remove:header.e', ''),
              ],
            },
          },
        },
      },
      { path: '/' },
    );
    expect(responseMapping?.map(({ statusCode, key, value }) => [statusCode, key, value])).toEqual([
      ['200', 'append:header.c', 'blue in $default'],
      ['200', 'append:header.d', undefined],
      ['200', 'remove:header.e', undefined],
      ['404', 'overwrite:statuscode', '410'],
      ['404', 'append:header.a', undefined],
    ]);
  });
});

describe('an integration', () => {
  const target = (properties: object, more: object = {}): Handwritten => ({
    routes: ['ANY /docs/{proxy+}'],
    integration: { IntegrationType: 'HTTP_PROXY', PayloadFormatVersion: '1.0', ...properties },
    ...more,
  });

  test('with a URL sends the request there, also with another method', async () => {
    const app = target({ IntegrationUri: 'https://docs.example.com/{proxy}', IntegrationMethod: 'POST' });
    const { integration: explained, outcome, mapped } = await explain(app, { path: '/docs/a%20b?x=1' });
    expect(explained).toMatchObject({
      kind: 'url',
      target: 'POST https://docs.example.com/a%20b?x=1',
      obstacle: 'serve answers 503 without --target https://docs.example.com=http://127.0.0.1:8080',
    });
    expect(outcome).toBe('ANY /docs/{proxy+} sends POST https://docs.example.com/a%20b?x=1');
    expect(mapped?.method).toBe('POST');
  });

  test('with a URL that needs a stage variable answers 500 without it', async () => {
    const app = target({ IntegrationUri: 'https://${stageVariables.host}/x', IntegrationMethod: 'GET' });
    const { integration: explained, outcome } = await explain(app, { path: '/docs/a' });
    expect(outcome).toContain('answers 500: the URL of integration Int needs the stage variable host');
    expect(explained).toMatchObject({ target: 'no URL', obstacle: expect.stringContaining('needs the stage variable host') });
  });

  test('behind a VPC link gets the path with the stage', async () => {
    const app = target(
      {
        IntegrationUri: 'arn:aws:elasticloadbalancing:eu-west-1:1:listener/app/a/1/2',
        IntegrationMethod: 'ANY',
        ConnectionType: 'VPC_LINK',
        ConnectionId: 'link',
      },
      { stages: ['dev'] },
    );
    const { integration: explained } = await explain(app, { path: '/dev/docs/a?x=1' });
    expect(explained).toMatchObject({
      kind: 'private',
      target: 'GET /dev/docs/a?x=1 of arn:aws:elasticloadbalancing:eu-west-1:1:listener/app/a/1/2',
      obstacle: expect.stringContaining('serve answers 503 without --target'),
    });
  });

  const queue: Handwritten = {
    integration: {
      IntegrationUri: undefined,
      IntegrationSubtype: 'SQS-SendMessage',
      PayloadFormatVersion: '1.0',
      CredentialsArn: 'arn:aws:iam::123456789012:role/queue',
      RequestParameters: { QueueUrl: 'https://sqs.eu-west-1.amazonaws.com/1/q', MessageBody: '$request.body.text' },
    },
    routes: ['POST /'],
  };

  test('of an AWS service has its parameters', async () => {
    const { mapping, integration: explained, mapped } = await explain(queue, { method: 'POST', path: '/', body: { text: 'hi' } });
    expect(mapping).toMatchObject([
      { key: 'QueueUrl', effect: 'is a parameter of SQS-SendMessage' },
      { key: 'MessageBody', value: 'hi' },
    ]);
    expect(mapped).toBeUndefined();
    expect(explained).toMatchObject({ kind: 'service', permissionStatus: 'role', permission: expect.stringContaining('role') });
  });

  test('of an AWS service answers 400 if a parameter has no value', async () => {
    const { mapping, outcome } = await explain(queue, { method: 'POST', path: '/', body: { other: 1 } });
    expect(mapping?.[1]).toMatchObject({
      effect: 'makes the request fail with 400',
      problem: 'this request has nothing at $request.body.text',
    });
    expect(outcome).toBe('POST / answers 400: the parameter MessageBody has no value');
  });

  test('with a function that stage variables name depends on the stage', async () => {
    const app: Handwritten = {
      stages: ['dev', 'prod'],
      integration: { IntegrationUri: 'arn:aws:lambda:us-east-1:123456789012:function:${stageVariables.fn}' },
      function: { FunctionName: 'books' },
      more: { Stage0: stage('dev', { StageVariables: { fn: 'books' } }) },
    };
    expect(await explain(app, { path: '/dev' })).toMatchObject({
      integration: { kind: 'lambda-by-stage', target: 'Fn in stage dev (payload format 2.0)' },
      outcome: '$default invokes the function Fn',
    });
    expect(await explain(app, { path: '/prod' })).toMatchObject({
      integration: { target: 'no function in stage prod' },
      outcome: expect.stringContaining('$default answers 500: '),
    });
  });

  test('that is not served is named with the reason', async () => {
    const app: Handwritten = { integration: { RequestParameters: { 'overwrite:header.Via': 'x' } } };
    const { outcome, integration: explained, findings } = await explain(app, { path: '/' });
    expect(outcome).toContain('$default is not served: the service refuses its parameter mapping');
    expect(explained).toMatchObject({ kind: 'unserved', obstacle: expect.stringContaining('[HeaderReserved]') });
    expect(findings.map(({ code }) => code)).toContain('HeaderReserved');
  });
});

describe('permissions and findings', () => {
  const app: Handwritten = {
    routes: ['GET /allowed', 'GET /forbidden'],
    more: {
      FnPermission: permission({ 'Fn::Sub': 'arn:aws:execute-api:us-east-1:123456789012:${Api}/*/GET/allowed' }),
      Other: integration({ IntegrationType: 'HTTP_PROXY', IntegrationUri: 'https://a.example', TimeoutInMillis: 1 }),
      OtherRoute: route('GET /other', { Target: { 'Fn::Join': ['/', ['integrations', { Ref: 'Other' }]] } }),
    },
  };

  test('name what allows API Gateway to invoke the function', async () => {
    const { integration: explained } = await explain(app, { path: '/allowed' });
    expect(explained).toMatchObject({ permissionStatus: 'allowed', permission: 'this route, by FnPermission' });
  });

  test('say that clients get 500 without a permission', async () => {
    const { integration: explained, outcome, findings } = await explain(app, { path: '/forbidden' });
    expect(explained).toMatchObject({ permissionStatus: 'missing', permission: 'none found' });
    expect(outcome).toContain('GET /forbidden answers 500 after deployment: no permission allows the API to invoke the function Fn');
    expect(findings.map(({ code }) => code)).toContain('InvokePermissionMismatch');
  });

  test('contain the findings of check for the resources on the way, and no others', async () => {
    const path = handwritten(app);
    const all = findProblems(path).findings;
    const gateway = await LocalGateway.load(path);
    onTestFinished(() => gateway.close());
    const { findings } = await gateway.explain({ path: '/other' });

    expect(all.filter(({ logicalId }) => logicalId === 'Int')).not.toEqual([]);
    expect(findings.map(({ code }) => code)).toContain('TimeoutOutOfRange');
    expect(findings).toEqual(all.filter(({ logicalId }) => ['Api', 'Stage0', 'OtherRoute', 'Other'].includes(logicalId)));
  });

  test('contain those of the function of the route', async () => {
    const { findings } = await explain(
      { function: { Handler: 'missing.handler' }, more: { Unused: fn('', { Handler: 'gone.handler' }) } },
      { path: '/' },
    );
    expect(findings.filter(({ code }) => code === 'HandlerNotFound').map(({ logicalId }) => logicalId)).toEqual(['Fn']);
  });

  test('are those of the route, where routes are in an OpenAPI document', async () => {
    const operation = (uri: unknown, more: object) => ({
      get: { 'x-amazon-apigateway-integration': { type: 'aws_proxy', httpMethod: 'POST', payloadFormatVersion: '2.0', uri, ...more } },
    });
    const uri = { 'Fn::Sub': 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${Fn.Arn}/invocations' };
    const paths = { '/late': operation(uri, { timeoutInMillis: 1 }), '/open': operation(uri, {}) };
    const more = { FnPermission: permission({ 'Fn::Sub': 'arn:aws:execute-api:us-east-1:123456789012:${Api}/*/GET/open' }) };
    const app: Handwritten = { api: { Body: { openapi: '3.0.1', info: { title: 'books' }, paths } }, routes: [], more };
    const [late, open] = [await explain(app, { path: '/late' }), await explain(app, { path: '/open' })];

    expect(late.findings.map(({ code }) => code)).toContain('TimeoutOutOfRange');
    expect(late.integration?.permissionStatus).toBe('missing');
    expect(open.findings.map(({ code }) => code)).not.toContain('TimeoutOutOfRange');
    expect(open.integration?.permissionStatus).toBe('allowed');
  });
});
