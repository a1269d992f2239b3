import { expect } from 'vitest';
import type { ApiPlan } from '../../src/definitions/http-api';
import type { IntegrationPlan } from '../../src/definitions/integration';
import type { RoutePlan } from '../../src/definitions/route';
import type { Field, IncomingRequest } from '../../src/gateway/message';
import { decodePath, parseQuery, splitTarget } from '../../src/gateway/request-target';
import type { Caller, MappedRequest, RoutedRequest } from '../../src/gateway/routed-request';
import { compileRoutes } from '../../src/http-api/router';
import { selectStage } from '../../src/http-api/stages';

const location = { logicalId: 'Thing', stack: 'Stack', file: 'app.template.json' };

export const url: IntegrationPlan = {
  kind: 'served',
  name: 'Backend',
  location,
  target: { kind: 'url', url: 'https://example.com', method: 'ANY' },
  timeoutMillis: 30_000,
  requestMapping: [],
  responseMapping: new Map(),
};

export function route(key: string, integration: IntegrationPlan = url): RoutePlan {
  return { key, location, authorizer: { kind: 'none' }, integration };
}

/** An API with these routes. */
export function api(keys: readonly string[], stages: Readonly<Record<string, Record<string, string>>> = { $default: {} }): ApiPlan {
  return {
    id: 'a1b2c3d4e5',
    name: 'books',
    location,
    accountId: '123456789012',
    region: 'eu-west-1',
    stages: Object.entries(stages).map(([name, variables]) => ({ name, variables })),
    routes: keys.map((key) => route(key)),
  };
}

/** A request as a test writes it down. */
export interface Asked {
  readonly method?: string;
  readonly target?: string;
  readonly headers?: readonly Field[];
  readonly routes?: readonly string[];
  readonly stages?: Readonly<Record<string, Record<string, string>>>;
  /** Name of the one stage that is served. */
  readonly only?: string;
  readonly caller?: Caller;
}

export function request({ method = 'GET', target = '/', headers = [] }: Asked = {}): IncomingRequest {
  const body = { isEmpty: true, read: async () => Buffer.alloc(0), stream: () => expect.fail('nobody streams here') };
  return { method, target, headers, body, sourceIp: '203.0.113.7' };
}

/** The request as it is once its stage and route are found. */
export function routed(asked: Asked = {}): RoutedRequest {
  const plan = api(asked.routes ?? ['$default'], asked.stages);
  const incoming = request(asked);
  const { rawPath, rawQuery } = splitTarget(incoming.target);
  const staged = selectStage(plan, rawPath, asked.only) ?? expect.fail(`no stage takes ${rawPath}`);
  const path = decodePath(staged.rawPath);
  const selected = compileRoutes(plan.routes).select(incoming.method, path) ?? expect.fail(`no route takes ${path}`);
  return {
    request: incoming,
    api: plan,
    stage: staged.stage,
    route: selected.route,
    requestId: 'JKJaXmPLvHcESHA=',
    startedAt: new Date('2022-02-06T16:10:11.849Z'),
    path,
    rawPath: staged.rawPath,
    pathVariables: selected.pathVariables,
    rawQuery,
    query: parseQuery(rawQuery),
    caller: asked.caller ?? { kind: 'none' },
  };
}

/** What a backend gets where there is no mapping. */
export function unmapped({ path, request: { headers }, query }: RoutedRequest): MappedRequest {
  return { path, pathOverwritten: false, headers, query, queryChanged: false };
}
