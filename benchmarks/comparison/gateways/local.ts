import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  AUDIENCE,
  CORS,
  FUNCTIONS,
  type FunctionName,
  HTTP_ROUTES,
  handlerOf,
  type Mapping,
  SELECTION_EXPRESSION,
  WEBSOCKET_APIS,
  type WebSocketRoute,
} from '../app/definition';
import type { Gateway } from '../case';
import { open, send } from '../client';
import type { Fixtures } from '../fixtures';
import { startProcess } from './process';
import { ACCESS_KEY, signatureHeaders } from './sign';

const ROOT = join(__dirname, '../../..');

type Resource = { readonly Type: string; readonly Properties: object };

/** Serves the app from a CloudFormation template, with the local gateway's sources. */
export async function startLocal(folder: string, { issuer, backend, recorder }: Fixtures): Promise<Gateway> {
  const template = join(folder, 'app.template.json');
  const handler = readFileSync(join(__dirname, '../app/index.js'), 'utf8');
  const resources: Record<string, Resource> = {
    ...Object.fromEntries(FUNCTIONS.map((name) => [name, functionResource(name, handler, recorder)])),
    ...Object.fromEntries(FUNCTIONS.map((name) => [`${name}Permission`, permissionResource(name)])),
    ...httpResources(issuer, backend),
    ...webSocketResources('open', backend),
    ...webSocketResources('guarded', backend),
  };
  writeFileSync(template, JSON.stringify({ Resources: resources }));
  const tsx = [join(ROOT, 'node_modules/tsx/dist/cli.mjs'), '--tsconfig', join(ROOT, 'tsconfig.dev.json')];
  const flags = ['--port', '0', '--jwks', `users=${issuer}/keys.json`, '--iam-key', `${ACCESS_KEY.id}=${ACCESS_KEY.secret}`];
  const running = await startProcess(process.execPath, [...tsx, join(ROOT, 'packages/local/src/cli.ts'), 'serve', template, ...flags], {
    cwd: folder,
    ready: 'Press Ctrl-C',
  });
  const portOf = (api: string): number => {
    const [, port] = new RegExp(`^${api}\\s.*?127\\.0\\.0\\.1:(\\d+)`, 'm').exec(running.output()) ?? [];
    if (port === undefined) {
      throw new Error(`the gateway does not serve ${api}:\n${running.output()}`);
    }
    return Number(port);
  };
  const ports = { http: portOf('http'), open: portOf('open'), guarded: portOf('guarded') };
  return {
    name: 'apigwv2-local',
    version: 'this commit',
    lacks: [],
    http: (sent) => send({ port: ports.http }, sent),
    connect: (api, { query = '', headers = {} } = {}) =>
      open(`ws://127.0.0.1:${ports[api]}/live${query === '' ? '' : `?${query}`}`, headers),
    manage(method, id, body = '') {
      const path = `/live/%40connections/${encodeURIComponent(id)}`;
      const headers = signatureHeaders(method, `127.0.0.1:${ports.open}`, path, body);
      return send({ port: ports.open }, { method, path, headers, body: body === '' ? undefined : body });
    },
    stop: () => running.stop(),
  };
}

const apiGateway = (type: string, Properties: object): Resource => ({ Type: `AWS::ApiGatewayV2::${type}`, Properties });
const target = (integration: string) => ({ 'Fn::Join': ['/', ['integrations', { Ref: integration }]] });

function functionResource(name: FunctionName, ZipFile: string, recorder: string): Resource {
  const Environment = { Variables: { RECORDER: recorder } };
  return { Type: 'AWS::Lambda::Function', Properties: { Runtime: 'nodejs20.x', Handler: handlerOf(name), Code: { ZipFile }, Environment } };
}

function permissionResource(name: FunctionName): Resource {
  const FunctionName = { 'Fn::GetAtt': [name, 'Arn'] };
  return {
    Type: 'AWS::Lambda::Permission',
    Properties: { Action: 'lambda:InvokeFunction', Principal: 'apigateway.amazonaws.com', FunctionName },
  };
}

function httpResources(issuer: string, backend: string): Record<string, Resource> {
  const ApiId = { Ref: 'http' };
  const lambdaAuthorizer = (name: string, fn: FunctionName, version: string, isSimple: boolean) =>
    apiGateway('Authorizer', {
      ApiId,
      Name: name,
      AuthorizerType: 'REQUEST',
      AuthorizerUri: { 'Fn::Sub': `arn:aws:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${${fn}.Arn}/invocations` },
      AuthorizerPayloadFormatVersion: version,
      AuthorizerResultTtlInSeconds: 0,
      IdentitySource: ['$request.header.x-key'],
      ...(isSimple ? { EnableSimpleResponses: true } : {}),
    });
  const resources: Record<string, Resource> = {
    http: apiGateway('Api', {
      Name: 'http',
      ProtocolType: 'HTTP',
      CorsConfiguration: { AllowOrigins: [CORS.origin], AllowMethods: CORS.methods, AllowHeaders: CORS.headers, MaxAge: CORS.maxAge },
    }),
    httpStage: apiGateway('Stage', { ApiId, StageName: '$default', AutoDeploy: true }),
    users: apiGateway('Authorizer', {
      ApiId,
      Name: 'users',
      AuthorizerType: 'JWT',
      IdentitySource: ['$request.header.Authorization'],
      JwtConfiguration: { Issuer: issuer, Audience: [AUDIENCE] },
    }),
    simpleAuthorizer: lambdaAuthorizer('simple', 'authorize', '2.0', true),
    policyAuthorizer: lambdaAuthorizer('policy', 'policy', '1.0', false),
  };
  HTTP_ROUTES.forEach(({ key, target: to, authorizer, scopes }, index) => {
    resources[`httpIntegration${index}`] =
      'function' in to
        ? apiGateway('Integration', {
            ApiId,
            IntegrationType: 'AWS_PROXY',
            IntegrationUri: { 'Fn::GetAtt': [to.function, 'Arn'] },
            PayloadFormatVersion: to.function.endsWith('1') ? '1.0' : '2.0',
          })
        : apiGateway('Integration', {
            ApiId,
            IntegrationType: 'HTTP_PROXY',
            IntegrationMethod: 'ANY',
            IntegrationUri: `${backend}${to.url}`,
            PayloadFormatVersion: '1.0',
            ...mappingProperties(to.mapping),
          });
    const authorization =
      authorizer === undefined
        ? {}
        : authorizer === 'users'
          ? { AuthorizationType: 'JWT', AuthorizerId: { Ref: 'users' }, ...(scopes === undefined ? {} : { AuthorizationScopes: scopes }) }
          : { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: `${authorizer}Authorizer` } };
    resources[`httpRoute${index}`] = apiGateway('Route', {
      ApiId,
      RouteKey: key,
      Target: target(`httpIntegration${index}`),
      ...authorization,
    });
  });
  return resources;
}

function mappingProperties(mapping: Mapping | undefined): object {
  if (mapping === undefined) {
    return {};
  }
  const response = Object.entries(mapping.response).map(([status, entries]) => [
    status,
    { ResponseParameters: Object.entries(entries).map(([Destination, Source]) => ({ Destination, Source })) },
  ]);
  return { RequestParameters: mapping.request, ResponseParameters: Object.fromEntries(response) };
}

function webSocketResources(name: keyof typeof WEBSOCKET_APIS, backend: string): Record<string, Resource> {
  const ApiId = { Ref: name };
  const resources: Record<string, Resource> = {
    [name]: apiGateway('Api', { Name: name, ProtocolType: 'WEBSOCKET', RouteSelectionExpression: SELECTION_EXPRESSION }),
    [`${name}Stage`]: apiGateway('Stage', { ApiId, StageName: 'live', AutoDeploy: true }),
    [`${name}Authorizer`]: apiGateway('Authorizer', {
      ApiId,
      Name: 'admit',
      AuthorizerType: 'REQUEST',
      AuthorizerUri: { 'Fn::Sub': 'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${admit.Arn}/invocations' },
      IdentitySource: ['route.request.header.x-token'],
    }),
  };
  WEBSOCKET_APIS[name].forEach(({ key, target: to, isTwoWay, authorizer }, index) => {
    const id = `${name}Integration${index}`;
    resources[id] = apiGateway('Integration', { ApiId, ...webSocketIntegration(to, backend) });
    if ('mock' in to) {
      resources[`${id}Response`] = apiGateway('IntegrationResponse', {
        ApiId,
        IntegrationId: { Ref: id },
        IntegrationResponseKey: '$default',
        ResponseTemplates: { $default: to.mock },
        TemplateSelectionExpression: '\\$default',
      });
    }
    resources[`${name}Route${index}`] = apiGateway('Route', {
      ApiId,
      RouteKey: key,
      Target: target(id),
      ...(authorizer === undefined ? {} : { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: `${name}Authorizer` } }),
      ...(isTwoWay === true ? { RouteResponseSelectionExpression: '$default' } : {}),
    });
    if (isTwoWay === true) {
      const RouteId = { Ref: `${name}Route${index}` };
      resources[`${name}RouteResponse${index}`] = apiGateway('RouteResponse', { ApiId, RouteId, RouteResponseKey: '$default' });
    }
  });
  return resources;
}

function webSocketIntegration(to: WebSocketRoute['target'], backend: string): object {
  if ('function' in to) {
    return {
      IntegrationType: 'AWS_PROXY',
      IntegrationUri: {
        'Fn::Sub': `arn:aws:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${${to.function}.Arn}/invocations`,
      },
    };
  }
  return 'url' in to
    ? { IntegrationType: 'HTTP_PROXY', IntegrationMethod: 'POST', IntegrationUri: `${backend}${to.url}` }
    : { IntegrationType: 'MOCK', TemplateSelectionExpression: '\\$default', RequestTemplates: { $default: '{"statusCode": 200}' } };
}
