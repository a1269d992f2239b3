import { MappingEvaluator, ParameterMapping, ResponseParameterMapping } from '@apigwv2-integrations/core';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { BareBackend } from 'test-support/bare-backend';
import { requestCases, sampleRequest } from 'test-support/mapping/request-cases';
import { responseCases, sampleResponse } from 'test-support/mapping/response-cases';
import { expectError, expectProblem, warningsOf } from 'test-support/problems';
import { describe, expect, test } from 'vitest';

function requestMapping<T extends apigwv2.ParameterMapping>(mapping: T, entries: Record<string, string>): T {
  for (const [key, value] of Object.entries(entries)) {
    mapping.custom(key, value);
  }
  return mapping;
}

function responseMapping(status: number, entries: Record<string, string>): ResponseParameterMapping {
  return Object.entries(entries).reduce((mapping, [key, value]) => mapping.custom(status, key, value), new ResponseParameterMapping());
}

const codesOf = (warnings: { message: string }[]) => warnings.map(({ message }) => /\[(\w+)\]/.exec(message)?.[1]);

describe.each([
  ['our', () => new ParameterMapping()],
  ['the CDK’s', () => new apigwv2.ParameterMapping()],
])('%s request mapping, when it is bound:', (_whose, make) => {
  test.each(requestCases)('$name', ({ mapping, path = '/books/{id}', errors = [], warnings = [] }) => {
    const backend = () => new BareBackend('Backend', { parameterMapping: requestMapping(make(), mapping) });

    if (errors.length > 0) {
      expectProblem(backend, [...errors], { path: path ?? '$default' });
    } else {
      expect(codesOf(warningsOf(backend, [path ?? '$default']))).toEqual(warnings);
    }
  });
});

describe('a request mapping, when it is evaluated:', () => {
  test.each(requestCases)('$name', ({ mapping, errors = [], gives = {} }) => {
    const evaluate = () => MappingEvaluator.request(requestMapping(new ParameterMapping(), mapping), sampleRequest);

    if (errors.length > 0) {
      expect(evaluate).toThrow(`[${errors[0]}]`);
      return;
    }
    const mapped = evaluate();
    expect(mapped.path).toBe(gives.path ?? (mapping['overwrite:path'] === undefined ? sampleRequest.path : mapped.path));
    for (const part of ['headers', 'queryString'] as const) {
      for (const [name, value] of Object.entries(gives[part] ?? {})) {
        expect(Object.hasOwn(mapped[part], name) ? mapped[part][name] : undefined, name).toBe(value);
      }
    }
  });
});

describe('a response mapping', () => {
  const bind = (mapping: ResponseParameterMapping) => () => new BareBackend('Backend', { responseParameterMapping: mapping });

  test.each(responseCases)('when it is bound: $name', ({ status, mapping, errors = [], warnings = [] }) => {
    const backend = bind(responseMapping(status, mapping));

    if (errors.length > 0) {
      expectProblem(backend, [...errors]);
    } else {
      expect(codesOf(warningsOf(backend, ['/books']))).toEqual(warnings);
    }
  });

  test.each(responseCases)('when it is evaluated: $name', ({ status, mapping, errors = [], gives = {} }) => {
    const evaluate = () => MappingEvaluator.response(responseMapping(status, mapping), sampleResponse);

    if (errors.length > 0) {
      expect(evaluate).toThrow(`[${errors[0]}]`);
      return;
    }
    const mapped = evaluate();
    expect(mapped.statusCode).toBe(gives.statusCode ?? 200);
    for (const [name, value] of Object.entries(gives.headers ?? {})) {
      expect(mapped.headers[name], name).toBe(value);
    }
  });
});

describe('messages', () => {
  const message = (value: string, key = 'append:header.x') =>
    expectError(() => new BareBackend('Backend', { parameterMapping: new ParameterMapping().custom(key, value) })).message;

  test('shows the position and a suggestion', () => {
    expect(message('$request.heder.x')).toBe(
      [
        'BareBackend "Backend" on route ANY /books at Stack/books:',
        '[SourceUnknown] append:header.x: there is no source $request.heder.x: did you mean $request.header.x?',
        '    $request.heder.x',
        '    ^^^^^^^^^^^^^^^^',
      ].join('\n'),
    );
  });

  test.each([
    ['$stageVariable.a', 'did you mean $stageVariables.a?'],
    ['${contxt.requestId}', 'did you mean $context.requestId?'],
    ['${nothing.alike}', 'use one of $request.header,'],
    ['$request.body.items..a', '    $request.body.items..a\n                       ^^'],
    ['${request.header.a', 'add the }'],
  ])('explains %s', (value, expected) => {
    expect(message(value)).toContain(expected);
  });

  test.each([
    ['appendd:header.x', 'did you mean append?'],
    ['append:header.Authorization', 'reading $request.header.Authorization is allowed'],
    ['append:header.Access-Control-Allow-Origin', 'CORS configuration'],
    ['append:header.X-Amz-Date', 'such as x-my-amz-date'],
    ['remove:path', 'a path cannot be removed'],
    ['append:path', 'a path cannot be appended to'],
  ])('explains the key %s', (key, expected) => {
    expect(message('x', key)).toContain(expected);
  });

  test('shows only the part around the error in a long value', () => {
    const text = message(`${'x'.repeat(300)}\${request.heder.y}${'z'.repeat(100)}`);

    expect(text).toContain('…');
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThan(200);
  });

  test('suggests a similar context variable', () => {
    const [{ message: warning }] = warningsOf(
      () => new BareBackend('Backend', { parameterMapping: new ParameterMapping().custom('append:header.x', '$context.requestid') }),
      ['/books'],
    );

    expect(warning).toContain('did you mean $context.requestId?');
  });
});
