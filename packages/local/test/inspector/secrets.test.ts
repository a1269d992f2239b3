import { describe, expect, test } from 'vitest';
import type { FunctionHandler } from '../../src/index';
import { maskedText, Secrets } from '../../src/inspector/secrets';
import { handwritten } from '../serve/app';
import { chatTemplate } from '../websocket-api/app';
import { inspected } from './support';

const BEARER = 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbm4ifQ.c2ln';
const VALUES = {
  bearer: BEARER,
  cookie: 'cookie-value-1234567',
  apiKey: 'key-of-the-api-98765',
  amz: 'FwoGZXIvYXdzEOf//////////wEaDK',
  query: 'query/token+value=77',
  password: 'pass"word\\of ann',
  issued: 'issued-to-the-client',
  session: 'set-cookie-value-42',
  identity: 'custom-identity-555',
};

/** A function that returns what it gets. */
const leak: FunctionHandler = async (event) => {
  return {
    statusCode: 200,
    headers: { 'content-type': 'application/json', 'x-back': event.headers.authorization },
    cookies: [`sid=${VALUES.session}; Path=/; HttpOnly`],
    body: JSON.stringify({ access_token: VALUES.issued, was: event.body, from: event.rawQueryString }),
  };
};

const authorizer = {
  Type: 'AWS::ApiGatewayV2::Authorizer',
  Properties: {
    ApiId: { Ref: 'Api' },
    Name: 'users',
    AuthorizerType: 'REQUEST',
    AuthorizerUri: { 'Fn::Sub': 'arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${Auth.Arn}/invocations' },
    AuthorizerPayloadFormatVersion: '2.0',
    EnableSimpleResponses: true,
    IdentitySource: ['$request.header.x-who'],
  },
};

const request = {
  path: `/a?token=${encodeURIComponent(VALUES.query)}&page=2`,
  method: 'POST',
  headers: {
    'content-type': 'application/json',
    authorization: `Bearer ${VALUES.bearer}`,
    cookie: `theme=dark; sid=${VALUES.cookie}`,
    'x-api-key': VALUES.apiKey,
    'x-amz-security-token': VALUES.amz,
    'x-who': VALUES.identity,
    accept: 'text/plain',
  },
  body: { user: 'ann', password: VALUES.password },
};

const app = () =>
  handwritten({
    route: { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Users' } },
    integration: {
      RequestParameters: {
        'append:header.x-copy': '$request.header.authorization',
        'append:querystring.again': '$request.querystring.token',
      },
    },
    more: {
      Users: authorizer,
      Auth: {
        Type: 'AWS::Lambda::Function',
        Properties: { Runtime: 'nodejs22.x', Handler: 'index.handler', Code: { ZipFile: 'x' }, Role: 'arn:aws:iam::123456789012:role/any' },
      },
      AuthPermission: {
        Type: 'AWS::Lambda::Permission',
        Properties: {
          Action: 'lambda:InvokeFunction',
          FunctionName: { 'Fn::GetAtt': ['Auth', 'Arn'] },
          Principal: 'apigateway.amazonaws.com',
        },
      },
    },
  });

const functions = { Fn: leak, Auth: (async () => ({ isAuthorized: true, context: { token: VALUES.bearer } })) as FunctionHandler };

/** All secrets that a text has, as they are or as they are written in JSON and URLs. */
function secretsIn(text: string): readonly string[] {
  const forms = (value: string) => {
    const json = JSON.stringify(value).slice(1, -1);
    return [value, json, JSON.stringify(json).slice(1, -1), encodeURIComponent(value)];
  };
  return Object.entries(VALUES).flatMap(([name, value]) => (forms(value).some((form) => text.includes(form)) ? [name] : []));
}

describe('secrets', () => {
  test('are in no answer of the API', async () => {
    const { gateway, call, list, newest } = await inspected(app(), functions);
    const response = await gateway.inject(request);
    expect(response.statusCode).toBe(200);
    expect(secretsIn(response.text())).toEqual(['query', 'password', 'issued']);
    const [{ id } = { id: '' }] = await list();
    for (const path of ['/api/app', '/api/exchanges', `/api/exchanges/${id}`, `/api/exchanges/${id}/curl`, `/api/exchanges/${id}/test`]) {
      const { status, text } = await call(path);
      expect([path, status, secretsIn(text)]).toEqual([path, 200, []]);
    }
    const { request: shown, event, mapping, answer } = await newest();
    expect(shown?.headers).toContainEqual(['authorization', 'Bearer ****c2ln']);
    expect(shown?.headers).toContainEqual(['x-who', '****-555']);
    expect(shown?.headers).toContainEqual(['accept', 'text/plain']);
    expect(shown?.target).toMatch(/^\/a\?token=\*\*\*\*.*&page=2$/);
    expect(JSON.parse(event?.text ?? '').headers.authorization).toBe('Bearer ****c2ln');
    expect(mapping?.entries.find(({ key }) => key === 'append:header.x-copy')?.value).toBe('Bearer ****c2ln');
    expect(answer?.after?.headers.find(([name]) => name === 'set-cookie')?.[1]).toMatch(/^sid=\*\*\*\*.*; Path=\/; HttpOnly$/);
    expect(JSON.parse(answer?.body?.text ?? '').access_token).toMatch(/^\*\*\*\*/);
  });

  test('are masked in the log of a function, and in the reason of a failure', async () => {
    const source = 'console.log(event.headers); throw new Error("no user for " + event.headers.authorization);';
    const { gateway, list, newest } = await inspected(handwritten({ source }), {});
    await gateway.inject({ path: '/', headers: { authorization: `Bearer ${VALUES.bearer}` } });
    await expect.poll(async () => (await newest()).log.length).toBeGreaterThan(1);
    expect(secretsIn(JSON.stringify([await newest(), await list()]))).toEqual([]);
    expect((await newest()).log[0]?.text).toContain('Bearer ****c2ln');
    expect((await list())[0]?.reason).toContain('no user for Bearer ****c2ln');
  });

  test('are shown with --show-secrets, but in no command or test to copy', async () => {
    const { gateway, call, newest, list } = await inspected(app(), functions, { showSecrets: true });
    await gateway.inject(request);
    expect((await call('/api/app')).json().secretsShown).toBe(true);
    const exchange = await newest();
    expect(exchange.request?.headers).toContainEqual(['authorization', `Bearer ${VALUES.bearer}`]);
    expect(secretsIn(JSON.stringify(exchange)).toSorted()).toEqual(Object.keys(VALUES).toSorted());
    const [{ id } = { id: '' }] = await list();
    for (const copy of ['curl', 'test']) {
      const { text } = await call(`/api/exchanges/${id}/${copy}`);
      expect([copy, secretsIn(text)]).toEqual([copy, []]);
      expect(text).toContain('APIGW_AUTHORIZATION');
    }
  });

  test('that are masked in an edited replay stand for the original ones', async () => {
    const { gateway, call, newest } = await inspected(app(), functions);
    await gateway.inject(request);
    const { id, request: shown } = await newest();
    const headers = shown?.headers.map(([name, value]) => [name, name === 'accept' ? 'text/html' : value]);
    const target = shown?.target.replace('page=2', 'page=3');
    const body = shown?.body?.text.replace('ann', 'bob');
    const replayed = await call(`/api/exchanges/${id}/replay`, { method: 'POST', body: { headers, target, body } });
    expect(replayed.status).toBe(201);
    await gateway.idle();
    const event = gateway.invocations('Fn').at(-1)?.event;
    expect(event.headers).toMatchObject({
      authorization: `Bearer ${VALUES.bearer}`,
      'x-api-key': VALUES.apiKey,
      'x-who': VALUES.identity,
      accept: 'text/html',
    });
    expect(event.cookies).toEqual(['theme=dark', `sid=${VALUES.cookie}`]);
    expect(event.queryStringParameters).toMatchObject({ token: `${VALUES.query}`, page: '3' });
    expect(JSON.parse(event.body)).toEqual({ user: 'bob', password: VALUES.password });
  });

  test('of a handshake are masked in the frames of its messages', async () => {
    const reply: FunctionHandler = async (event) => ({ statusCode: 200, body: `${event.body} ${VALUES.bearer}` });
    const { gateway, call, list } = await inspected(chatTemplate({ routes: ['$connect'], twoWay: ['$default'] }), { '*': reply });
    const client = await gateway.connect({ path: '/dev', headers: { authorization: VALUES.bearer } });
    client.send('{"apiKey":"k1","text":"hi"}');
    expect(await client.next()).toContain(VALUES.bearer);
    for (const { id } of await list()) {
      const { text } = await call(`/api/exchanges/${id}`);
      expect(text).not.toContain(VALUES.bearer);
      expect(text).not.toContain('\\"k1\\"');
      expect(text).toContain('\\"text\\":\\"hi\\"');
    }
  });

  test.each([
    ['Authorization', 'abc', '****'],
    ['authorization', 'Basic YW5uOnBhc3N3b3Jk', 'Basic ****b3Jk'],
    ['Cookie', 'a=1; b=; c', 'a=****; b=; c'],
    ['set-cookie', 'a=1; Secure', 'a=****; Secure'],
    ['X-CSRF-Token', 'abcdefghijklmnopqrst', '****qrst'],
    ['accept', 'abc', 'abc'],
  ])('in the header %s: %s is shown as %s', (name, value, shown) => {
    expect(maskedText(new Secrets().headerPieces(name, value))).toBe(shown);
  });

  test('that are short are masked where their name stands, and nowhere else', () => {
    const secrets = new Secrets();
    secrets.addText('{"pin":"1","nested":{"secret":"ab"},"list":[{"token":"c"}]}');
    const shown = maskedText(secrets.pieces('{"pin":"1","other":"11","text":"about 1 ab c","escaped":"{\\"secret\\":\\"ab\\"}"}'));
    expect(shown).toBe('{"pin":"****","other":"11","text":"about 1 ab c","escaped":"{\\"secret\\":\\"****\\"}"}');
  });

  test('are found in JSON that is a text in JSON, as the body of an event is', () => {
    const secrets = new Secrets();
    secrets.addText(JSON.stringify({ body: JSON.stringify({ token: 'nested-token' }), rawQueryString: 'api_key=nested-key-2&a=b' }));
    expect(maskedText(secrets.pieces('nested-token nested-key-2'))).toBe('**** ****');
  });

  test('are found in forms, and in JSON that was cut', () => {
    const secrets = new Secrets();
    secrets.addText('user=ann&password=hunter2hunter2');
    secrets.addText('{"a":1,"client_secret":"abcdef123456","rest":"xx');
    expect(maskedText(secrets.pieces('hunter2hunter2 abcdef123456 ann'))).toBe('**** **** ann');
  });
});
