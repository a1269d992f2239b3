import {
  ContextVariable,
  HttpIntegrationBase,
  IntegrationErrors,
  MappingEvaluator,
  MappingValue,
  ParameterMapping,
  ResponseMappingValue,
  ResponseParameterMapping,
} from '@apigwv2-integrations/core';
import { Fn, Token } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as apigwv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { BareBackend } from 'test-support/bare-backend';
import { bindToRoutes, expectError, expectProblem, warningsIn, warningsOf } from 'test-support/problems';
import { describe, expect, test } from 'vitest';

const bindRequest = (parameterMapping: apigwv2.ParameterMapping) => () => new BareBackend('Backend', { parameterMapping });
const bindResponse = (responseParameterMapping: ResponseParameterMapping) => () => new BareBackend('Backend', { responseParameterMapping });

describe('values of a request mapping', () => {
  test.each([
    [MappingValue.join('/v2', MappingValue.requestPath()), '/v2${request.path}'],
    [
      MappingValue.join(MappingValue.requestHeader('a'), '-', MappingValue.context(ContextVariable.REQUEST_ID)),
      '${request.header.a}-${context.requestId}',
    ],
    [MappingValue.join('a', MappingValue.join('b', MappingValue.requestPath())), 'ab${request.path}'],
    [MappingValue.join('a', MappingValue.custom('${request.path}')), 'a${request.path}'],
    [MappingValue.join(MappingValue.requestPath()), '${request.path}'],
    [MappingValue.join(), ''],
    [MappingValue.text('plain'), 'plain'],
    [MappingValue.wholeRequestBody(), '$request.body'],
    [MappingValue.context(ContextVariable.IDENTITY_SOURCE_IP), '$context.identity.sourceIp'],
    [MappingValue.context(ContextVariable.of('brandNew')), '$context.brandNew'],
    [MappingValue.authorizerClaim('sub'), '$context.authorizer.claims.sub'],
    [MappingValue.authorizerContext('tenant'), '$context.authorizer.tenant'],
  ])('%#: %o', ({ value }, expected) => {
    expect(value).toBe(expected);
  });

  test('documents every member of ContextVariable', () => {
    const members = Object.values(ContextVariable).filter((member) => member instanceof ContextVariable);
    const mapping = new ResponseParameterMapping();
    for (const member of members) {
      mapping.appendHeader(200, `x-${member.name}`, ResponseMappingValue.context(member));
    }

    expect(members.length).toBeGreaterThan(20);
    expect(warningsOf(bindResponse(mapping), ['/books'])).toEqual([]);
  });

  test('rejects a claim whose name the service does not support', () => {
    const mapping = new ParameterMapping().appendHeader('x-tenant', MappingValue.authorizerClaim('custom:tenant'));

    expect(expectProblem(bindRequest(mapping), 'ContextNameInvalid')).toContain(
      '$context.authorizer.claims.custom:tenant cannot be mapped',
    );
  });

  test.each([
    ['$request.header.x', MappingValue.text('$request.header.x')],
    ['the same within other text', MappingValue.join('a ', MappingValue.text('$request.header.x'))],
    ['${context.stage}', MappingValue.text('${context.stage}')],
    ['a word that is nearly a source', MappingValue.text('$contxt.bar')],
    ['any word behind a dollar sign', MappingValue.text('$foo.bar')],
    ['a brace that is not closed', MappingValue.text('${')],
    ['two texts that make one together', MappingValue.join('$', 'request.path')],
  ])('rejects text that is an expression: %s', (_what, value) => {
    const { problems } = expectError(bindRequest(new ParameterMapping().appendHeader('x', value)));

    expect(problems.map(({ code }) => code)).toContain('TextIsExpression');
  });

  test.each(['$5', 'US$', 'a $ b', '{x}', 'a $foo.bar'])('accepts the text %s', (text) => {
    const mapping = new ParameterMapping().overwriteHeader('x', MappingValue.text(text)).overwritePath(MappingValue.join('/', text));

    expect(warningsOf(bindRequest(mapping), ['/books'])).toEqual([]);
    expect(MappingEvaluator.request(mapping).headers).toEqual({ x: text });
  });

  test('accepts a token in text, in a key and as a value', () => {
    const token = Fn.importValue('X');
    const mapping = new ParameterMapping()
      .appendHeader('a', MappingValue.text(token))
      .appendHeader('b', MappingValue.join('$request.nonsense.', MappingValue.custom(token)))
      .custom(`explode:header.${token}`, 'x')
      .custom('overwrite:header.c', `$nonsense.${token}`);

    expect(warningsOf(bindRequest(mapping), ['/books'])).toEqual([]);
  });
});

describe('a response mapping', () => {
  const mapping = () =>
    new ResponseParameterMapping()
      .appendHeader(200, 'x-a', ResponseMappingValue.header('b'))
      .overwriteHeader(200, 'x-c', ResponseMappingValue.join('v=', ResponseMappingValue.stageVariable('v')))
      .removeHeader(200, 'server')
      .overwriteStatusCode(404, '403')
      .appendHeader(404, 'x-code', ResponseMappingValue.body('error.code'))
      .custom(500, 'append:header.x-body', '$response.body');

  test('writes a response mapping in CloudFormation’s nested structure', () => {
    const { stack } = bindToRoutes(bindResponse(mapping()), ['/books']);

    Template.fromStack(stack).hasResourceProperties('AWS::ApiGatewayV2::Integration', {
      ResponseParameters: {
        200: {
          ResponseParameters: [
            { Destination: 'append:header.x-a', Source: '$response.header.b' },
            { Destination: 'overwrite:header.x-c', Source: 'v=${stageVariables.v}' },
            { Destination: 'remove:header.server', Source: "''" },
          ],
        },
        404: {
          ResponseParameters: [
            { Destination: 'overwrite:statuscode', Source: '403' },
            { Destination: 'append:header.x-code', Source: '$response.body.error.code' },
          ],
        },
        500: { ResponseParameters: [{ Destination: 'append:header.x-body', Source: '$response.body' }] },
      },
    });
  });

  test('rejects a token as a status code', () => {
    const status = Token.asNumber({ Ref: 'Status' });

    expect(expectProblem(bindResponse(new ResponseParameterMapping().removeHeader(status, 'server')), 'ResponseStatusInvalid')).toContain(
      'is a token, which cannot be a key in a template',
    );
  });

  test('writes nothing for an empty response mapping', () => {
    const { stack } = bindToRoutes(bindResponse(new ResponseParameterMapping()), ['/books']);

    Template.fromStack(stack).hasResourceProperties('AWS::ApiGatewayV2::Integration', { ResponseParameters: Match.absent() });
  });

  test.each([
    [ResponseMappingValue.body(), '$response.body'],
    [ResponseMappingValue.context(ContextVariable.STAGE), '$context.stage'],
    [ResponseMappingValue.text('plain'), 'plain'],
    [ResponseMappingValue.custom('${response.header.a}'), '${response.header.a}'],
  ])('%#: %o', ({ value }, expected) => {
    expect(value).toBe(expected);
  });

  test('rejects text in a response mapping that is an expression', () => {
    expectProblem(
      bindResponse(new ResponseParameterMapping().appendHeader(200, 'x', ResponseMappingValue.text('$response.body'))),
      'TextIsExpression',
    );
  });

  test('evaluates the entries for the status code of the backend', () => {
    expect(MappingEvaluator.response(mapping(), { statusCode: 404, headers: { a: 'b' }, body: '{"error":{"code":"E7"}}' })).toEqual({
      statusCode: 403,
      headers: { a: 'b', 'x-code': 'E7' },
      multiValueHeaders: { a: ['b'], 'x-code': ['E7'] },
    });
  });
});

describe('merging', () => {
  test('merges two request mappings into a new one', () => {
    const one = new ParameterMapping().appendHeader('a', MappingValue.requestPath());
    const two = new apigwv2.ParameterMapping().removeHeader('b');
    const merged = one.merge(two);

    expect(merged.mappings).toEqual({ 'append:header.a': '$request.path', 'remove:header.b': '' });
    expect(Object.keys(one.mappings)).toEqual(['append:header.a']);
    expect(Object.keys(two.mappings)).toEqual(['remove:header.b']);
  });

  test('does not treat a replaced value as text', () => {
    const mapping = new ParameterMapping().appendHeader('a', MappingValue.text('$request.path'));

    expect(warningsOf(bindRequest(mapping.custom('append:header.a', '$request.path')), ['/books'])).toEqual([]);
  });

  test('keeps literal text when merging', () => {
    const merged = new ParameterMapping().merge(new ParameterMapping().appendHeader('a', MappingValue.text('$request.path')));

    expectProblem(bindRequest(merged), 'TextIsExpression');
  });

  test.each<[string, (mapping: ParameterMapping) => ParameterMapping, string]>([
    [
      'the same header with another value',
      (mapping) => mapping.appendHeader('A', MappingValue.text('other')),
      'append:header.A ("other") and append:header.a ("x") both set the header a',
    ],
    [
      'the same header with another action',
      (mapping) => mapping.removeHeader('a'),
      'remove:header.a and append:header.a ("x") both set the header a',
    ],
    ['a header that both remove', (mapping) => mapping.removeHeader('B'), 'remove:header.B and remove:header.b both set the header b'],
    [
      'the path',
      (mapping) => mapping.overwritePath(MappingValue.text('/other')),
      'overwrite:path ("/other") and overwrite:path ("/x") both set the path',
    ],
    ['an unknown key', (mapping) => mapping.custom('myKey', 'other'), 'myKey ("other") and myKey ("x") both set myKey'],
  ])('rejects a merge for %s', (_what, change, reported) => {
    const base = () =>
      new ParameterMapping()
        .appendHeader('a', MappingValue.text('x'))
        .removeHeader('b')
        .overwritePath(MappingValue.text('/x'))
        .custom('myKey', 'x');
    try {
      base().merge(change(new ParameterMapping()));
      expect.unreachable();
    } catch (error) {
      expect(IntegrationErrors.problemsOf(error).map(({ code, message }) => [code, message])).toEqual([['MappingClash', reported]]);
    }
  });

  test('accepts equal entries, and distinguishes query string parameters by case', () => {
    const one = new ParameterMapping().removeHeader('a').overwriteQueryString('q', MappingValue.text('x'));
    const two = new ParameterMapping().removeHeader('a').overwriteQueryString('Q', MappingValue.text('y'));

    expect(Object.keys(one.merge(two).mappings)).toHaveLength(3);
  });

  test('keeps literal text when merging response mappings', () => {
    const text = new ResponseParameterMapping().appendHeader(200, 'a', ResponseMappingValue.text('$response.body'));

    expectProblem(bindResponse(new ResponseParameterMapping().merge(text)), 'TextIsExpression');
  });

  test('merges response mappings by status code', () => {
    const one = new ResponseParameterMapping().overwriteStatusCode(404, '403');
    const two = new ResponseParameterMapping().overwriteStatusCode(500, '503').removeHeader(404, 'server');

    expect(one.merge(two).mappings).toEqual({
      404: { 'overwrite:statuscode': '403', 'remove:header.server': "''" },
      500: { 'overwrite:statuscode': '503' },
    });
    expect(() => one.merge(new ResponseParameterMapping().overwriteStatusCode(404, '410'))).toThrow(/for status 404:\n\[MappingClash\]/);
  });
});

describe('entries added after binding', () => {
  function lateApp(change: (request: ParameterMapping, response: ResponseParameterMapping) => void, context?: Record<string, unknown>) {
    const [request, response] = [new ParameterMapping().appendHeader('early', MappingValue.text('x')), new ResponseParameterMapping()];
    const { app, stack } = bindToRoutes(
      () => new BareBackend('Backend', { parameterMapping: request, responseParameterMapping: response }),
      ['/a', '/b/{id}'],
      context,
    );
    change(request, response);
    return { app, stack };
  }

  test('writes a later entry to the template', () => {
    const { stack } = lateApp((request, response) => {
      request.appendHeader('late', MappingValue.requestPath());
      response.removeHeader(200, 'server');
    });

    Template.fromStack(stack).hasResourceProperties('AWS::ApiGatewayV2::Integration', {
      RequestParameters: { 'append:header.early': 'x', 'append:header.late': '$request.path' },
      ResponseParameters: { 200: { ResponseParameters: [{ Destination: 'remove:header.server', Source: "''" }] } },
    });
  });

  test('rejects an invalid later entry at synthesis', () => {
    expect(() => lateApp((request) => request.appendHeader('Via', MappingValue.text('x'))).app.synth()).toThrow(/\[HeaderReserved\]/);
    expect(() => lateApp((_request, response) => response.overwriteStatusCode(99, '200')).app.synth()).toThrow(/\[ResponseStatusInvalid\]/);
  });

  test('warns about a later entry on the route that it does not match', () => {
    const { app } = lateApp((request) => request.appendHeader('late', MappingValue.requestPathParam('id')));
    app.synth();

    expect(warningsIn(app)).toEqual([{ path: 'Stack/a', message: expect.stringContaining('[PathVariableUnknown]') }]);
  });

  test('reports the lowered error of a later entry once', () => {
    const { app } = lateApp((request) => request.appendHeader('Via', MappingValue.text('x')), {
      '@apigwv2-integrations/core:loweredErrors': { HeaderReserved: 'a private region allows it' },
    });
    app.synth();

    expect(warningsIn(app)).toHaveLength(1);
  });
});

test('does not check a service mapping as a parameter mapping', () => {
  class Service extends HttpIntegrationBase {
    protected bindTarget() {
      return {
        type: apigwv2.HttpIntegrationType.AWS_PROXY,
        subtype: apigwv2.HttpIntegrationSubtype.SQS_SEND_MESSAGE,
        payloadFormatVersion: apigwv2.PayloadFormatVersion.VERSION_1_0,
      };
    }
  }
  const mapping = new ParameterMapping().custom('QueueUrl', 'https://sqs').custom('MessageBody', '$request.body.x');

  expect(warningsOf(() => new Service('Service', { parameterMapping: mapping }), ['/books'])).toEqual([]);
});

test('evaluates a mapping without a sample', () => {
  expect(MappingEvaluator.request(new ParameterMapping().appendHeader('x', MappingValue.requestPath()))).toEqual({
    path: '/',
    headers: { x: '/' },
    multiValueHeaders: { x: ['/'] },
    queryString: {},
    multiValueQueryString: {},
  });
});

describe('evaluation for a service', () => {
  const { SQS_SEND_MESSAGE } = apigwv2.HttpIntegrationSubtype;
  const sent = (entries: Record<string, string>) =>
    Object.entries({ QueueUrl: 'https://sqs.example.com/q', ...entries }).reduce(
      (mapping, [key, value]) => mapping.custom(key, value),
      new apigwv2.ParameterMapping(),
    );

  test('returns the parameters, and the names of those without a value', () => {
    const mapping = sent({
      MessageBody: '$request.body',
      MessageGroupId: '$request.header.customer',
      DelaySeconds: '$request.header.delay',
    });

    expect(MappingEvaluator.service(SQS_SEND_MESSAGE, mapping, { body: '{"id":7}', headers: { Customer: 'c-1' } })).toEqual({
      parameters: { QueueUrl: 'https://sqs.example.com/q', MessageBody: '{"id":7}', MessageGroupId: 'c-1' },
      unresolved: ['DelaySeconds'],
    });
    expect(MappingEvaluator.service(SQS_SEND_MESSAGE, mapping).unresolved).toEqual(['MessageBody', 'MessageGroupId', 'DelaySeconds']);
  });

  test('throws one error with everything that the service would reject', () => {
    expect(() => MappingEvaluator.service(SQS_SEND_MESSAGE, sent({ MessageAttributes: '{}' }))).toThrow(
      /\[ServiceParameterMissing\] .*MessageBody.*\n\[ServiceJsonLiteral\]/,
    );
    expect(() => MappingEvaluator.service('SQS-SendMesage' as never, sent({}))).toThrow('[SubtypeUnknown]');
  });
});
