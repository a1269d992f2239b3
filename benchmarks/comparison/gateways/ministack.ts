import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { installMiniStack, MINISTACK, miniStackVersion } from '../../gateway/ministack';
import { freePorts } from '../../gateway/subject';
import {
  AUDIENCE,
  CORS,
  FUNCTIONS,
  type FunctionName,
  HTTP_ROUTES,
  handlerOf,
  SELECTION_EXPRESSION,
  WEBSOCKET_APIS,
} from '../app/definition';
import type { Gateway } from '../case';
import { open, send } from '../client';
import type { Fixtures } from '../fixtures';
import { startProcess } from './process';
import { signatureHeaders } from './sign';

/** Creates a resource by an API call of the service, and returns its answer. */
type Call = (path: string, body: object) => Promise<Record<string, string>>;

/** Deploys the app by API calls, because its CloudFormation has no route responses. APIs are called by their own host names. */
export async function startMiniStack(folder: string, fixtures: Fixtures): Promise<Gateway> {
  installMiniStack();
  const [port = 0] = await freePorts(1);
  const env = { BIND_HOST: '127.0.0.1', GATEWAY_PORT: String(port), SERVICES: 'lambda,apigateway', LOG_LEVEL: 'ERROR' };
  const running = await startProcess(MINISTACK, [], { cwd: folder, env, ports: [port] });
  const call: Call = async (path, body) => {
    const service = path.startsWith('/v2/') ? 'apigateway' : 'lambda';
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/${service}/aws4_request`,
      },
      body: JSON.stringify(body),
    });
    if (!response.ok) {
      throw new Error(`MiniStack answers ${response.status} to ${path}: ${await response.text()}`);
    }
    return (await response.json()) as Record<string, string>;
  };
  const functions = await createFunctions(call, fixtures.recorder);
  const http = await createHttpApi(call, functions, fixtures);
  const sockets = {
    open: await createWebSocketApi(call, functions, 'open', fixtures.backend),
    guarded: await createWebSocketApi(call, functions, 'guarded', fixtures.backend),
  };
  const hostOf = (api: string) => `${api}.execute-api.localhost:${port}`;
  return {
    name: 'MiniStack',
    version: miniStackVersion(),
    lacks: [],
    http: (sent) => send({ port, host: hostOf(http) }, sent),
    connect: (api, { query = '', headers = {} } = {}) =>
      open(`ws://127.0.0.1:${port}/live${query === '' ? '' : `?${query}`}`, { ...headers, Host: hostOf(sockets[api]) }),
    manage(method, id, body = '') {
      const host = hostOf(sockets.open);
      const path = `/live/%40connections/${encodeURIComponent(id)}`;
      const headers = signatureHeaders(method, host, path, body);
      return send({ port, host }, { method, path, headers, body: body === '' ? undefined : body });
    },
    stop: () => running.stop(),
  };
}

type Functions = Readonly<Record<FunctionName, string>>;

async function createFunctions(call: Call, recorder: string): Promise<Functions> {
  const code = zipSync({ 'index.js': readFileSync(join(__dirname, '../app/index.js')) });
  const arns: Partial<Record<FunctionName, string>> = {};
  for (const name of FUNCTIONS) {
    const { FunctionArn } = await call('/2015-03-31/functions', {
      FunctionName: name,
      Runtime: 'nodejs20.x',
      Role: 'arn:aws:iam::000000000000:role/any',
      Handler: handlerOf(name),
      Code: { ZipFile: Buffer.from(code).toString('base64') },
      Environment: { Variables: { RECORDER: recorder } },
    });
    arns[name] = FunctionArn;
  }
  return arns as Functions;
}

const uriOf = (arn: string) => `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${arn}/invocations`;

async function createHttpApi(call: Call, functions: Functions, { issuer, backend }: Fixtures): Promise<string> {
  const { apiId } = await call('/v2/apis', {
    name: 'http',
    protocolType: 'HTTP',
    corsConfiguration: { allowOrigins: [CORS.origin], allowMethods: CORS.methods, allowHeaders: CORS.headers, maxAge: CORS.maxAge },
  });
  const lambdaAuthorizer = (name: string, fn: FunctionName, version: string) =>
    call(`/v2/apis/${apiId}/authorizers`, {
      name,
      authorizerType: 'REQUEST',
      authorizerUri: uriOf(functions[fn]),
      authorizerPayloadFormatVersion: version,
      authorizerResultTtlInSeconds: 0,
      identitySource: ['$request.header.x-key'],
      enableSimpleResponses: version === '2.0',
    });
  const authorizers = {
    users: await call(`/v2/apis/${apiId}/authorizers`, {
      name: 'users',
      authorizerType: 'JWT',
      identitySource: ['$request.header.Authorization'],
      jwtConfiguration: { issuer, audience: [AUDIENCE] },
    }),
    simple: await lambdaAuthorizer('simple', 'authorize', '2.0'),
    policy: await lambdaAuthorizer('policy', 'policy', '1.0'),
  };
  for (const { key, target, authorizer, scopes } of HTTP_ROUTES) {
    const integration =
      'function' in target
        ? {
            integrationType: 'AWS_PROXY',
            integrationUri: functions[target.function],
            payloadFormatVersion: target.function.endsWith('1') ? '1.0' : '2.0',
          }
        : {
            integrationType: 'HTTP_PROXY',
            integrationMethod: 'ANY',
            integrationUri: `${backend}${target.url}`,
            payloadFormatVersion: '1.0',
            ...(target.mapping === undefined
              ? {}
              : { requestParameters: target.mapping.request, responseParameters: target.mapping.response }),
          };
    const { integrationId } = await call(`/v2/apis/${apiId}/integrations`, integration);
    await call(`/v2/apis/${apiId}/routes`, {
      routeKey: key,
      target: `integrations/${integrationId}`,
      ...(authorizer === undefined
        ? {}
        : {
            authorizationType: authorizer === 'users' ? 'JWT' : 'CUSTOM',
            authorizerId: authorizers[authorizer].authorizerId,
            authorizationScopes: scopes,
          }),
    });
  }
  await call(`/v2/apis/${apiId}/stages`, { stageName: '$default', autoDeploy: true });
  return apiId;
}

async function createWebSocketApi(call: Call, functions: Functions, name: keyof typeof WEBSOCKET_APIS, backend: string): Promise<string> {
  const { apiId } = await call('/v2/apis', { name, protocolType: 'WEBSOCKET', routeSelectionExpression: SELECTION_EXPRESSION });
  const { authorizerId } = await call(`/v2/apis/${apiId}/authorizers`, {
    name: 'admit',
    authorizerType: 'REQUEST',
    authorizerUri: uriOf(functions.admit),
    identitySource: ['route.request.header.x-token'],
  });
  for (const { key, target, isTwoWay, authorizer } of WEBSOCKET_APIS[name]) {
    const integration =
      'function' in target
        ? { integrationType: 'AWS_PROXY', integrationUri: uriOf(functions[target.function]) }
        : 'url' in target
          ? { integrationType: 'HTTP_PROXY', integrationMethod: 'POST', integrationUri: `${backend}${target.url}` }
          : {
              integrationType: 'MOCK',
              templateSelectionExpression: '\\$default',
              requestTemplates: { $default: '{"statusCode": 200}' },
            };
    const { integrationId } = await call(`/v2/apis/${apiId}/integrations`, integration);
    if ('mock' in target) {
      await call(`/v2/apis/${apiId}/integrations/${integrationId}/integrationresponses`, {
        integrationResponseKey: '$default',
        responseTemplates: { $default: target.mock },
        templateSelectionExpression: '\\$default',
      });
    }
    const { routeId } = await call(`/v2/apis/${apiId}/routes`, {
      routeKey: key,
      target: `integrations/${integrationId}`,
      ...(authorizer === undefined ? {} : { authorizationType: 'CUSTOM', authorizerId }),
      ...(isTwoWay === true ? { routeResponseSelectionExpression: '$default' } : {}),
    });
    if (isTwoWay === true) {
      await call(`/v2/apis/${apiId}/routes/${routeId}/routeresponses`, { routeResponseKey: '$default' });
    }
  }
  await call(`/v2/apis/${apiId}/stages`, { stageName: 'live', autoDeploy: true });
  return apiId;
}
