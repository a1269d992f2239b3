import { describe, expect, test } from 'vitest';
import { ACCESS_KEY, SECRET, signedHeaders } from '../authorizers/sign';
import { unsigned } from '../authorizers/support';
import { api, integration, route, stage, template } from '../support';
import { ECHO, fn } from './app';
import { opened, WAYS } from './senders';

const ROLE = 'arn:aws:iam::123456789012:role/any';
const ISSUER = 'https://issuer.example';

const lambda = (format: string, simple: boolean) => ({
  Type: 'AWS::ApiGatewayV2::Authorizer',
  Properties: {
    ApiId: { Ref: 'Api' },
    AuthorizerType: 'REQUEST',
    Name: `lambda-${format}-${simple}`,
    IdentitySource: ['$request.header.x-user'],
    AuthorizerPayloadFormatVersion: format,
    EnableSimpleResponses: simple,
    AuthorizerUri: { 'Fn::GetAtt': [simple ? 'Simple' : 'Policy', 'Arn'] },
    AuthorizerCredentialsArn: ROLE,
    AuthorizerResultTtlInSeconds: 0,
  },
});

const jwt = {
  Type: 'AWS::ApiGatewayV2::Authorizer',
  Properties: {
    ApiId: { Ref: 'Api' },
    AuthorizerType: 'JWT',
    Name: 'jwt',
    IdentitySource: ['$request.header.authorization'],
    JwtConfiguration: { Issuer: ISSUER, Audience: ['shop'] },
  },
};

/** The user decides what the authorizer does: `broken` makes it fail, and `garbage` return something invalid. */
const SIMPLE = `const user = event.headers['x-user'];
  if (user === 'broken') throw new Error('boom');
  if (user === 'garbage') return 'yes';
  return { isAuthorized: user === 'allowed', context: { user } };`;

const POLICY = `const user = event.headers['x-user'];
  if (user === 'broken') throw new Error('boom');
  if (user === 'garbage') return { isAuthorized: true };
  const Effect = user === 'allowed' ? 'Allow' : 'Deny';
  const Resource = event.routeArn ?? event.methodArn;
  return { principalId: user, context: { user }, policyDocument: { Version: '2012-10-17', Statement: [{ Effect, Action: 'execute-api:Invoke', Resource }] } };`;

const behind = (type: string, authorizer: string) => ({ AuthorizationType: type, AuthorizerId: { Ref: authorizer } });

/** One API with a route of each kind. */
const app = () =>
  template({
    Api: api(),
    Stage: stage('$default'),
    Fn: fn(ECHO),
    Int: integration(),
    Simple: fn(SIMPLE),
    Policy: fn(POLICY),
    SimpleAuthorizer: lambda('2.0', true),
    PolicyAuthorizer: lambda('2.0', false),
    OldAuthorizer: lambda('1.0', false),
    JwtAuthorizer: jwt,
    None: route('GET /none'),
    OfSimple: route('GET /simple', behind('CUSTOM', 'SimpleAuthorizer')),
    OfPolicy: route('GET /policy', behind('CUSTOM', 'PolicyAuthorizer')),
    OfOld: route('GET /old', behind('CUSTOM', 'OldAuthorizer')),
    OfJwt: route('GET /jwt', { ...behind('JWT', 'JwtAuthorizer'), AuthorizationScopes: ['read'] }),
    OfIam: route('GET /iam', { AuthorizationType: 'AWS_IAM' }),
  });

type Headers = Record<string, string>;
type Outcome = 'missing' | 'denied' | 'allowed' | 'broken' | 'garbage';

const user = (name: string): Headers => ({ 'x-user': name });
const token = (claims: object): Headers => ({
  authorization: `Bearer ${unsigned({ iss: ISSUER, aud: 'shop', exp: Math.floor(Date.now() / 1000) + 60, ...claims })}`,
});
const byUser: Record<Outcome, () => Headers> = {
  missing: () => ({}),
  denied: () => user('denied'),
  allowed: () => user('allowed'),
  broken: () => user('broken'),
  garbage: () => user('garbage'),
};
const byToken: Record<Outcome, () => Headers> = {
  missing: () => ({}),
  denied: () => token({ scope: 'write' }),
  allowed: () => token({ scope: 'read' }),
  broken: () => ({ authorization: 'Bearer a.b.c' }),
  garbage: () => ({ authorization: 'junk' }),
};
const signed = (given: object = {}): Headers => signedHeaders({ host: 'api.example', path: '/iam', ...given });
const bySignature: Record<Outcome, () => Headers> = {
  missing: () => ({}),
  denied: () => signed({ secret: 'other' }),
  allowed: () => signed(),
  broken: () => ({ authorization: 'AWS4-HMAC-SHA256 Credential=x' }),
  garbage: () => ({ authorization: 'junk' }),
};

const MATRIX: readonly (readonly [path: string, headers: Record<Outcome, () => Headers>, statuses: Record<Outcome, number>])[] = [
  ['/none', byUser, { missing: 200, denied: 200, allowed: 200, broken: 200, garbage: 200 }],
  ['/simple', byUser, { missing: 401, denied: 403, allowed: 200, broken: 500, garbage: 500 }],
  ['/policy', byUser, { missing: 401, denied: 403, allowed: 200, broken: 500, garbage: 500 }],
  ['/old', byUser, { missing: 401, denied: 403, allowed: 200, broken: 500, garbage: 500 }],
  ['/jwt', byToken, { missing: 401, denied: 403, allowed: 200, broken: 401, garbage: 401 }],
  ['/iam', bySignature, { missing: 403, denied: 403, allowed: 200, broken: 403, garbage: 403 }],
];

const OPTIONS = { trustUnsignedTokens: true, iamKeys: { [ACCESS_KEY]: SECRET } };

describe.each(WAYS)('by $way', ({ open }) => {
  test.each(MATRIX)('%s answers each outcome as the service does', async (path, headers, statuses) => {
    const send = await open(app(), OPTIONS);
    const found = await Promise.all(
      Object.entries(headers).map(async ([outcome, of]) => {
        const { status } = await send({ path, headers: { host: 'api.example', ...of() } });
        return [outcome, status];
      }),
    );

    expect(Object.fromEntries(found)).toEqual(statuses);
  });
});

test('without any option, no route with an authorizer that needs one lets a caller in', async () => {
  const gateway = await opened(app());
  const statusOf = async ([path, headers]: (typeof MATRIX)[number]) =>
    (await gateway.inject({ path, headers: { host: 'api.example', ...headers.allowed() } })).statusCode;

  expect(await Promise.all(MATRIX.slice(4).map(statusOf))).toEqual([401, 403]);
});
