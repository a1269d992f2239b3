import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePorts } from '../../gateway/subject';
import { RIVALS } from '../../harness/install';
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

/**
 * Serves the app from a configuration of the Serverless Framework. It has one WebSocket API a service, so the second one
 * is a service of its own. The framework has no HTTP proxies, mappings or mocks for these kinds of API.
 */
export async function startServerlessOffline(folder: string, { issuer, recorder }: Fixtures): Promise<Gateway> {
  const [http = 0, lambda = 0, socket = 0, otherLambda = 0, guarded = 0] = await freePorts(5);
  const start = async (name: string, service: object, ports: readonly string[], wait: readonly number[]) => {
    const cwd = join(folder, name);
    mkdirSync(cwd);
    copyFileSync(join(__dirname, '../app/index.js'), join(cwd, 'index.js'));
    writeFileSync(join(cwd, 'serverless.json'), JSON.stringify(service));
    const flags = ['--host', '127.0.0.1', '--noPrependStageInUrl', '--ignoreJWTSignature', ...ports];
    const command = join(RIVALS, 'node_modules/.bin/serverless');
    return startProcess(command, ['offline', 'start', ...flags], { cwd, ports: wait });
  };
  const main = await start(
    'main',
    service(recorder, issuer, 'open'),
    ['--httpPort', String(http), '--lambdaPort', String(lambda), '--websocketPort', String(socket)],
    [http, socket],
  );
  const other = await start(
    'guarded',
    service(recorder, issuer, 'guarded'),
    ['--lambdaPort', String(otherLambda), '--websocketPort', String(guarded)],
    [guarded],
  );
  const sockets = { open: socket, guarded };
  return {
    name: 'serverless-offline',
    version: `${versionOf('serverless-offline')} with osls ${versionOf('serverless')}`,
    lacks: ['HTTP proxy', 'parameter mapping', 'WebSocket HTTP proxy', 'WebSocket mock'],
    http: (sent) => send({ port: http }, sent),
    connect: (api, { query = '', headers = {} } = {}) => open(`ws://127.0.0.1:${sockets[api]}/${query === '' ? '' : `?${query}`}`, headers),
    manage: (method, id, body) => send({ port: socket }, { method, path: `/@connections/${encodeURIComponent(id)}`, body }),
    async stop() {
      await Promise.all([main.stop(), other.stop()]);
    },
  };
}

function versionOf(name: string): string {
  return JSON.parse(readFileSync(join(RIVALS, 'node_modules', name, 'package.json'), 'utf8')).version;
}

/** A configuration of the framework, with the HTTP API beside the open WebSocket API. */
function service(recorder: string, issuerUrl: string, api: keyof typeof WEBSOCKET_APIS): object {
  const events = new Map<FunctionName, object[]>();
  const add = (name: FunctionName, event: object) => events.set(name, [...(events.get(name) ?? []), event]);
  for (const { key, target, authorizer, scopes } of api === 'open' ? HTTP_ROUTES : []) {
    const [method = '', path = ''] = key.replace('ANY', '*').split(' ');
    if ('function' in target) {
      add(target.function, {
        httpApi: { method, path, ...(authorizer === undefined ? {} : { authorizer: { name: authorizer, scopes } }) },
      });
    }
  }
  for (const { key, target, isTwoWay, authorizer } of WEBSOCKET_APIS[api]) {
    if ('function' in target) {
      const websocket = {
        route: key,
        ...(isTwoWay === true ? { routeResponseSelectionExpression: '$default' } : {}),
        ...(authorizer === undefined ? {} : { authorizer: { name: authorizer, identitySource: ['route.request.header.x-token'] } }),
      };
      add(target.function, { websocket });
    }
  }
  const used = FUNCTIONS.filter((name) => events.has(name) || ['authorize', 'policy', 'admit'].includes(name));
  const lambdaAuthorizer = (functionName: FunctionName, payloadVersion: string, enableSimpleResponses: boolean) => ({
    type: 'request',
    functionName,
    payloadVersion,
    enableSimpleResponses,
    identitySource: ['$request.header.x-key'],
    resultTtlInSeconds: 0,
  });
  return {
    service: `comparison-${api}`,
    frameworkVersion: '4',
    plugins: ['serverless-offline'],
    provider: {
      name: 'aws',
      runtime: 'nodejs20.x',
      region: 'us-east-1',
      environment: { RECORDER: recorder },
      websocketsApiRouteSelectionExpression: SELECTION_EXPRESSION,
      httpApi: {
        cors: { allowedOrigins: [CORS.origin], allowedMethods: CORS.methods, allowedHeaders: CORS.headers, maxAge: CORS.maxAge },
        authorizers: {
          users: { type: 'jwt', identitySource: '$request.header.Authorization', issuerUrl, audience: [AUDIENCE] },
          simple: lambdaAuthorizer('authorize', '2.0', true),
          policy: lambdaAuthorizer('policy', '1.0', false),
        },
      },
    },
    functions: Object.fromEntries(
      used.map((name) => [
        name,
        { handler: handlerOf(name), events: events.get(name) ?? [], ...(name.endsWith('1') ? { httpApi: { payload: '1.0' } } : {}) },
      ]),
    ),
  };
}
