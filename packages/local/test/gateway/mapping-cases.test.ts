import { requestCases, sampleRequest } from 'test-support/mapping/request-cases';
import { responseCases, sampleResponse } from 'test-support/mapping/response-cases';
import { describe, expect, test } from 'vitest';
import type { Field } from '../../src/gateway/message';
import type { Caller, RoutedRequest } from '../../src/gateway/routed-request';
import { compileRequestMapping } from '../../src/http-api/mapping/request-mapping';
import { compileResponseMapping } from '../../src/http-api/mapping/response-mapping';
import { planOf, unservedBecause } from '../definitions/support';
import { integration } from '../support';
import { route, routed } from './support';

type Lists = Readonly<Record<string, readonly string[]>>;

function fields(values: Readonly<Record<string, string>>, lists: Lists): readonly Field[] {
  return [...Object.entries(values), ...Object.entries(lists).flatMap(([name, list]) => list.map((value): Field => [name, value]))];
}

function joined(all: readonly Field[], name: string): string | undefined {
  const values = all.filter(([each]) => each === name).map(([, value]) => value);
  return values.length === 0 ? undefined : values.join(',');
}

/** The table's context, as the gateway has it: claims come from one authorizer, values of its own from another. */
function callerFor(mapping: Readonly<Record<string, string>>): Caller {
  const context: Readonly<Record<string, string>> = sampleRequest.context;
  const isLambda = JSON.stringify(mapping).includes('authorizer.tenant');
  return isLambda
    ? { kind: 'lambda', context: { tenant: context['authorizer.tenant'] } }
    : { kind: 'jwt', claims: { sub: context['authorizer.claims.sub'] }, scopes: null };
}

function sample(mapping: Readonly<Record<string, string>>, path: string | null): RoutedRequest {
  const incoming = routed({ headers: fields(sampleRequest.headers, sampleRequest.multiValueHeaders) });
  return {
    ...incoming,
    route: route(path === null ? '$default' : `ANY ${path}`),
    stage: { name: '$default', variables: sampleRequest.stageVariables },
    requestId: sampleRequest.context.requestId,
    path: sampleRequest.path,
    pathVariables: sampleRequest.pathVariables,
    query: fields(sampleRequest.queryString, sampleRequest.multiValueQueryString),
    caller: callerFor(mapping),
  };
}

const isAccepted = ({ errors = [] }: { readonly errors?: readonly string[] }): boolean => errors.length === 0;
const isRefused = ({ errors = [] }: { readonly errors?: readonly string[] }): boolean => errors.length > 0;

describe('the gateway evaluates a request mapping:', () => {
  test.each(requestCases.filter(isAccepted))('$name', ({ mapping, path = '/books/{id}', gives = {} }) => {
    const compiled = compileRequestMapping(Object.entries(mapping));
    const before = sample(mapping, path);
    const after = compiled.apply(before, compiled.readsBody ? sampleRequest.body : undefined);

    if (gives.path !== undefined || mapping['overwrite:path'] === undefined) {
      expect(after.path).toBe(gives.path ?? sampleRequest.path);
      expect(after.pathOverwritten).toBe(gives.path !== undefined);
    }
    for (const [name, value] of Object.entries(gives.headers ?? {})) {
      expect(joined(after.headers, name), name).toBe(value);
    }
    for (const [name, value] of Object.entries(gives.queryString ?? {})) {
      expect(joined(after.query, name), name).toBe(value);
      expect(after.queryChanged).toBe(true);
    }
  });
});

describe('the gateway answers 501 for a request mapping that the service refuses:', () => {
  test.each(requestCases.filter(isRefused))('$name', ({ mapping, errors: [code] = [] }) => {
    expect(unservedBecause(planOf({ Int: integration({ RequestParameters: mapping }) }))).toContain(`[${code}]`);
  });
});

describe('the gateway evaluates a response mapping:', () => {
  test.each(responseCases.filter(isAccepted))('$name', ({ status, mapping, gives = {} }) => {
    const compiled = compileResponseMapping(new Map([[status, Object.entries(mapping)]]));
    const before = fields(sampleResponse.headers, sampleResponse.multiValueHeaders);
    const request = {
      ...routed(),
      requestId: sampleResponse.context.requestId,
      stage: { name: '$default', variables: sampleResponse.stageVariables },
    };
    const { statusCode } = sampleResponse;
    const after = compiled.apply(request, statusCode, before, compiled.readsBody(statusCode) ? sampleResponse.body : undefined);

    expect(after.statusCode).toBe(gives.statusCode ?? statusCode);
    for (const [name, value] of Object.entries(gives.headers ?? {})) {
      expect(joined(after.headers, name), name).toBe(value);
    }
  });
});

describe('the gateway answers 501 for a response mapping that the service refuses:', () => {
  test.each(responseCases.filter(isRefused))('$name', ({ status, mapping, errors: [code] = [] }) => {
    const entries = Object.entries(mapping).map(([Destination, Source]) => ({ Destination, Source }));
    const plan = planOf({ Int: integration({ ResponseParameters: { [status]: { ResponseParameters: entries } } }) });
    expect(unservedBecause(plan)).toContain(`[${code}]`);
  });
});
