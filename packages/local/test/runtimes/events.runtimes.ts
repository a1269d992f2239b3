import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { HttpApi, HttpMethod, PayloadFormatVersion } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type InjectRequest, LocalGateway } from '../../src/index';
import { PREPARE_MILLIS, requirePrograms, SUBJECTS } from './subjects';

beforeAll(requirePrograms, PREPARE_MILLIS);

describe.each(SUBJECTS.map((subject) => [subject.name, subject] as const))('a route to a function in %s', (_, subject) => {
  const outdir = mkdtempSync(join(tmpdir(), 'runtimes-'));
  let gateway: LocalGateway;

  beforeAll(async () => {
    const app = new App({ outdir, analyticsReporting: false });
    const stack = new Stack(app, 'Books');
    const { runtime, code } = subject.function;
    const fn = new LambdaFunction(stack, 'Fn', {
      runtime: new Runtime(runtime),
      handler: subject.apiHandler,
      code: Code.fromAsset('path' in code ? code.path : ''),
    });
    const api = new HttpApi(stack, 'Api');
    for (const [version, payloadFormatVersion] of [
      ['v1', PayloadFormatVersion.VERSION_1_0] as const,
      ['v2', PayloadFormatVersion.VERSION_2_0] as const,
    ]) {
      const integration = new HttpLambdaIntegration(version, fn, { payloadFormatVersion });
      api.addRoutes({ path: `/${version}/{id}`, methods: [HttpMethod.ANY], integration });
    }
    app.synth();
    gateway = await LocalGateway.load(outdir, { runtimes: subject.runtimes });
  });

  afterAll(async () => {
    await gateway.close();
    rmSync(outdir, { recursive: true, force: true });
  });

  const send = (request: InjectRequest) => gateway.inject(request);
  const answered = (version: string, answer: unknown) =>
    send({ path: `/${version}/1?answer=${encodeURIComponent(JSON.stringify(answer))}` });

  test('gets an event of format 2.0', async () => {
    const response = await send({
      method: 'POST',
      path: '/v2/a%20b?q=1&q=%C3%BC',
      headers: { 'content-type': 'text/plain', cookie: 'a=1; b=2', 'x-own': 'ü' },
      body: 'Zoë 🎉\n',
    });
    expect(response.statusCode).toBe(200);
    expect(response.json()).toMatchObject({
      version: '2.0',
      routeKey: 'ANY /v2/{id}',
      rawPath: '/v2/a b',
      rawQueryString: 'q=1&q=%C3%BC',
      queryStringParameters: { q: '1,ü' },
      pathParameters: { id: 'a b' },
      cookies: ['a=1', 'b=2'],
      headers: { 'content-type': 'text/plain' },
      requestContext: { http: { method: 'POST' } },
      body: 'Zoë 🎉\n',
      isBase64Encoded: false,
    });
  });

  test('gets an event of format 1.0', async () => {
    const response = await send({
      method: 'POST',
      path: '/v1/7?q=1&q=2',
      headers: { 'content-type': 'application/json' },
      body: '{"a":1}',
    });
    expect(response.json()).toMatchObject({
      version: '1.0',
      httpMethod: 'POST',
      pathParameters: { id: '7' },
      multiValueQueryStringParameters: { q: ['1', '2'] },
      body: '{"a":1}',
      isBase64Encoded: false,
    });
  });

  test.each(['v1', 'v2'])('gets a binary body as base64 (%s)', async (version) => {
    const body = Buffer.from([0, 255, 10, 13, 128]);
    const response = await send({ method: 'POST', path: `/${version}/1`, headers: { 'content-type': 'image/png' }, body });
    expect(response.json()).toMatchObject({ isBase64Encoded: true, body: body.toString('base64') });
  });

  test.each<[string, unknown, number, string]>([
    ['an object without a status code', { title: 'Zoë' }, 200, '{"title":"Zoë"}'],
    ['a list', [1, 'é'], 200, '[1,"é"]'],
    ['text', 'plain ☃', 200, 'plain ☃'],
    ['a body with its status code', { statusCode: 201, body: 'created ☃' }, 201, 'created ☃'],
    ['a body as base64', { statusCode: 200, isBase64Encoded: true, body: Buffer.from('☃').toString('base64') }, 200, '☃'],
    ['a status code that is none', { statusCode: 'no' }, 500, '{"message":"Internal Server Error"}'],
  ])('answers with %s', async (_name, answer, statusCode, text) => {
    const response = await answered('v2', answer);
    const shown = /^[[{]/.test(response.text()) ? JSON.stringify(response.json()) : response.text();
    expect([response.statusCode, shown]).toEqual([statusCode, text]);
  });

  test('answers with headers and cookies', async () => {
    const response = await answered('v2', { statusCode: 204, headers: { 'x-own': 'a' }, cookies: ['c=1', 'd=2'] });
    expect([response.statusCode, response.headers['x-own'], response.cookies]).toEqual([204, 'a', ['c=1', 'd=2']]);
  });

  test('answers with a result of format 1.0', async () => {
    const response = await answered('v1', { statusCode: 203, multiValueHeaders: { 'x-own': ['a', 'b'] }, body: 'ü' });
    expect([response.statusCode, response.headers['x-own'], response.text()]).toEqual([203, 'a, b', 'ü']);
  });
});
