import { SERVICE_SUBTYPES } from '@apigwv2-integrations/core/engine';
import { describe, expect, test } from 'vitest';
import { readPlan } from '../../../src/definitions/plan';
import { curlOf } from '../../../src/terminal/curl';
import { api, integration, route, stage, template } from '../../support';
import { gatewayOf, recording } from './support';

const URL = 'http://127.0.0.1:3000';
const JWT = { AuthorizationType: 'JWT', AuthorizerId: { Ref: 'Jwt' } };

/** An app with one route to a service, and authorizer `Jwt`. */
function app(key: string, subtype: string, parameters: object, properties: object = {}): string {
  return template({
    Api: api(),
    Stage: stage('$default'),
    Jwt: {
      Type: 'AWS::ApiGatewayV2::Authorizer',
      Properties: {
        ApiId: { Ref: 'Api' },
        AuthorizerType: 'JWT',
        IdentitySource: ['$request.header.Authorization'],
        JwtConfiguration: { Issuer: 'https://issuer.example', Audience: ['shop'] },
      },
    },
    Int: integration({
      IntegrationUri: undefined,
      PayloadFormatVersion: '1.0',
      IntegrationSubtype: subtype,
      RequestParameters: parameters,
    }),
    Route: route(key, properties),
  });
}

function commandOf(template: string): string {
  const [plan] = readPlan(template).apis;
  const [planned] = plan?.routes ?? [];
  if (plan === undefined || planned === undefined) {
    throw new Error('no route');
  }
  return curlOf(planned, URL, plan.region);
}

const sends = (key: string, parameters: object, properties?: object) =>
  commandOf(app(key, 'SQS-SendMessage', { QueueUrl: 'https://sqs.eu-west-1.amazonaws.com/123456789012/jobs', ...parameters }, properties));

/** The request that a command makes. */
function requestOf(command: string) {
  const words = [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
  const after = (flag: string) => words.flatMap((word, index) => (words[index - 1] === flag ? [word] : []));
  const headers = after('-H').map((header) => header.split(/: (.*)/s).slice(0, 2));
  return {
    method: after('-X')[0] ?? 'GET',
    path: (words.at(-1) ?? '').slice(URL.length),
    headers: Object.fromEntries(headers) as Record<string, string>,
    body: after('-d')[0],
  };
}

describe('the command for a route to a service', () => {
  test.each([
    ['POST /jobs', { MessageBody: '$request.body.MessageBody' }, `-X POST -H 'content-type: application/json' -d '{"MessageBody":"any"}'`],
    ['POST /jobs', { MessageBody: '$request.body' }, `-X POST -H 'content-type: application/json' -d '{}'`],
    [
      'ANY /jobs',
      { MessageBody: '$request.body.a.b', MessageGroupId: "$request.body['a'].c[1]", DelaySeconds: '$request.body.wait' },
      `-X POST -H 'content-type: application/json' -d '{"a":{"b":"any","c":[null,"any"]},"wait":1}'`,
    ],
    [
      'POST /jobs',
      { MessageBody: 'order ${request.body.id} of ${request.header.X-Who}', MessageAttributes: '$request.body.attributes' },
      `-X POST -H 'X-Who: any' -H 'content-type: application/json' -d '{"id":"any","attributes":{}}'`,
    ],
    ['GET /jobs', { MessageBody: '$request.body.text' }, `-X GET -H 'content-type: application/json' -d '{"text":"any"}'`],
    ['GET /jobs', { MessageBody: '$request.header.X-Text' }, `-H 'X-Text: any'`],
    ['DELETE /jobs', { MessageBody: '$request.body[0]' }, `-X DELETE -H 'content-type: application/json' -d '["any"]'`],
    ['POST /jobs', { MessageBody: '$request.body[999999999]' }, `-X POST -H 'content-type: application/json' -d '{}'`],
    ['POST /jobs', { MessageBody: '$request.body.__proto__' }, `-X POST -H 'content-type: application/json' -d '{"__proto__":"any"}'`],
    ['POST /jobs', { MessageBody: '$request.header.Content-Type' }, `-X POST -H 'Content-Type: any' -d '{}'`],
    ['HEAD /jobs', { MessageBody: '$request.body.text' }, '-I'],
  ])('%s that maps %j contains the mapped values', (key, parameters, words) => {
    expect(sends(key, parameters)).toBe(`curl ${words} ${URL}/jobs`);
  });

  test('quotes an apostrophe for the shell', () => {
    expect(sends("GET /it's", { MessageBody: 'text' })).toContain(`'${URL}/it'\\''s'`);
  });

  test('contains the mapped query string parameters', () => {
    const command = sends('GET /jobs', { MessageBody: '$request.querystring.text', DelaySeconds: '$request.querystring.wait' });
    expect(command).toBe(`curl '${URL}/jobs?text=any&wait=1'`);
  });

  test('is signed for the region of the API with IAM authorization', () => {
    expect(sends('GET /jobs', { MessageBody: 'text' }, { AuthorizationType: 'AWS_IAM' })).toBe(
      `curl --aws-sigv4 aws:amz:us-east-1:execute-api --user '<id>:<secret>' ${URL}/jobs`,
    );
  });

  test('contains the token of an authorizer once', () => {
    expect(sends('GET /jobs', { MessageBody: '$request.header.authorization' }, JWT)).toBe(
      `curl -H 'authorization: Bearer <token>' ${URL}/jobs`,
    );
  });

  const everyPlace = ['$request.body.NAME', '$request.header.X-NAME', '$request.querystring.NAME'];
  const all = SERVICE_SUBTYPES.flatMap((subtype) => everyPlace.map((location) => [subtype.subtype, location, subtype] as const));

  test.each(all)('%s with every parameter at %s reaches the service', async (_, location, { subtype, service, parameters }) => {
    const fake = await recording();
    const mapped = parameters.filter(({ name }) => name !== 'Region').map(({ name }) => [name, location.replace('NAME', name)]);
    const path = app('POST /jobs/{id}', subtype, Object.fromEntries(mapped));
    const { gateway, reasons } = await gatewayOf(path, { endpoints: { [service]: fake.url } });

    const { statusCode } = await gateway.inject(requestOf(commandOf(path)));
    expect(reasons()).toEqual([undefined]);
    expect(statusCode).toBe(200);
    expect(fake.calls).toHaveLength(1);
  });
});
