import { MappingEvaluator, ParameterMapping, WebSocketEvaluator } from '@apigwv2-integrations/core';
import { MappingValue } from 'aws-cdk-lib/aws-apigatewayv2';
import { describe, expect, it } from 'vitest';
import { analyze, type EvaluatedMode } from '../../.vitepress/theme/playground/analyze';
import { analyzeTemplate } from '../../.vitepress/theme/playground/analyze-template';
import { EXAMPLES } from '../../.vitepress/theme/playground/examples';
import { type LocatedProblem, ruleAnchor } from '../../.vitepress/theme/playground/located-problem';

const run = (mode: EvaluatedMode, source: unknown, sample: unknown = {}) =>
  analyze({ mode, source: typeof source === 'string' ? source : JSON.stringify(source), sample: JSON.stringify(sample) });

/** Each problem with the text that it marks. */
const marked = (source: string, problems: readonly LocatedProblem[]) =>
  problems.map(({ code, at }) => [code, at && source.slice(at.start, at.end)]);

describe('a request mapping', () => {
  it('says for each entry what it did', () => {
    const { entries, results } = run(
      'request',
      {
        'append:header.x-tag': 'b',
        'overwrite:header.X-User': '$context.authorizer.claims.sub',
        'remove:querystring.debug': '',
        'remove:querystring.none': '',
        'append:header.x-city': '$request.body.city',
        'overwrite:path': '/a',
        'overwrite:statuscode': '200',
        nonsense: 'x',
      },
      { path: '/a', headers: { 'x-tag': 'a' }, queryString: { debug: '1' }, context: { authorizer: { claims: { sub: 'ada' } } } },
    );
    expect(entries?.map(({ key, value, effect }) => [key, value, effect])).toEqual([
      ['append:header.x-tag', 'b', { kind: 'changed', target: 'header x-tag', before: 'a', after: 'a,b' }],
      ['overwrite:header.X-User', 'ada', { kind: 'added', target: 'header X-User', before: undefined, after: 'ada' }],
      ['remove:querystring.debug', undefined, { kind: 'removed', target: 'query string parameter debug', before: '1', after: undefined }],
      ['remove:querystring.none', undefined, { kind: 'none', reason: 'the sample has no query string parameter none' }],
      ['append:header.x-city', undefined, { kind: 'none', reason: 'the expression has no value in this sample' }],
      ['overwrite:path', '/a', { kind: 'none', reason: 'the path already has this value' }],
      ['overwrite:statuscode', undefined, { kind: 'rejected', reason: 'the service rejects the whole mapping' }],
      ['nonsense', undefined, { kind: 'none', reason: 'the key is not valid in a request mapping' }],
    ]);
    expect(JSON.parse(results[0]?.text ?? '')).toEqual({ path: '/a', headers: { 'x-tag': 'a,b', 'X-User': 'ada' }, queryString: {} });
  });

  it('comes to what MappingEvaluator returns in a unit test', () => {
    const sample = { path: '/books/7', pathVariables: { id: '7' }, headers: { user: 'ada' }, queryString: { a: '1' } };
    const mapping = new ParameterMapping()
      .appendHeader('x', MappingValue.requestHeader('user'))
      .overwritePath(MappingValue.custom('/v2/$request.path.id'));
    const { path, headers, queryString } = MappingEvaluator.request(mapping, sample);
    expect(JSON.parse(run('request', mapping.mappings, sample).results[0]?.text ?? '')).toEqual({ path, headers, queryString });
  });

  it('marks the faulty part of a key and of a value, whatever escapes are before it', () => {
    const source = '{"append:header.Via": "1", "append:header.a": "\\u0061 \\"b\\" ${request.heder.user}", "nonsense": "x"}';
    expect(marked(source, run('request', source).problems)).toEqual([
      ['HeaderReserved', 'Via'],
      ['SourceUnknown', '${request.heder.user}'],
      ['MappingKeyUnknown', 'nonsense'],
    ]);
  });

  it('shows what the other entries do, if the service rejects one', () => {
    const { results } = run('request', { 'overwrite:header.Via': '1', 'overwrite:header.x': '2' });
    expect(results[0]?.title).toBe('Request to the backend, without the rejected entries');
    expect(JSON.parse(results[0]?.text ?? '').headers).toEqual({ x: '2' });
  });

  it('keeps two entries with the same key, and reports the second', () => {
    const source = '{"append:header.x": "1",\n "append:header.x": "2"}';
    const { problems, entries } = run('request', source);
    expect(entries?.map(({ problems: own }) => own.map(({ code }) => code))).toEqual([[], ['HeaderTwice']]);
    expect(problems[0]?.at?.start).toBe(source.lastIndexOf('append'));
  });

  it.each([
    ['{"a": }', 'the mapping is not valid JSON: a value is expected here', '}'],
    ['{"a" "b"}', 'the mapping is not valid JSON: a colon is expected here', '"b"'],
    ['{\n  "a": "b",\n}', 'the mapping is not valid JSON: a key in double quotation marks is expected here', '}'],
    ['[]', 'the mapping is not a JSON object', '[]'],
    ['{"a": 1}', 'the value of a is not a text', '1'],
  ])('marks what is wrong with the JSON %s', (source, message, part) => {
    const { problems, results } = run('request', source);
    expect(problems).toEqual([expect.objectContaining({ code: 'InputInvalid', message })]);
    expect(marked(source, problems)).toEqual([['InputInvalid', part]]);
    expect(results).toEqual([]);
  });

  it('reports a sample that is not JSON beside the problems of the mapping', () => {
    const { problems } = analyze({ mode: 'request', source: '{"append:header.Via": "1"}', sample: '{' });
    expect(problems.map(({ code, place }) => [code, place])).toEqual([
      ['InputInvalid', 'sample'],
      ['HeaderReserved', undefined],
    ]);
  });

  it.each([{ headers: 'x', body: 1, path: 2 }, { context: null }, { headers: { a: 1 }, queryString: [], pathVariables: 3 }])(
    'is evaluated with the odd sample %j',
    (sample) => {
      expect(run('request', { 'append:header.x': '$request.body' }, sample).results).toHaveLength(1);
    },
  );
});

describe('a response mapping', () => {
  it('changes the status code and the headers', () => {
    const { entries, results } = run(
      'response',
      { 'overwrite:statuscode': '403', 'remove:header.server': "''" },
      { statusCode: 404, headers: { Server: 'a' } },
    );
    expect(entries?.map(({ effect }) => effect)).toEqual([
      { kind: 'changed', target: 'status code', before: '404', after: '403' },
      { kind: 'removed', target: 'header server', before: 'a', after: undefined },
    ]);
    expect(JSON.parse(results[0]?.text ?? '')).toEqual({ statusCode: 403, headers: {} });
  });

  it('does not change the status code to something else', () => {
    const [entry] =
      run('response', { 'overwrite:statuscode': '$response.header.x' }, { statusCode: 404, headers: { x: 'y' } }).entries ?? [];
    expect(entry?.effect).toEqual({ kind: 'none', reason: 'y is no status code' });
  });
});

describe('request parameters of a WebSocket API', () => {
  const mapping = {
    'integration.request.header.x': 'context.connectionId',
    'integration.request.querystring.q': 'route.request.querystring.q',
    'integration.request.path.room': 'route.request.body.room',
  };
  const sample = { headers: {}, queryString: { q: '1' }, body: { room: 'tea' }, context: { connectionId: 'c1' } };

  it('read a message', () => {
    const { results, problems } = run('parameters', mapping, { ...sample, routeKey: 'send' });
    expect(JSON.parse(results[0]?.text ?? '')).toEqual({ headers: { x: 'c1' }, queryString: {}, pathVariables: { room: 'tea' } });
    expect(problems.map(({ code }) => code)).toEqual(['WebSocketSourceOnlyOnConnect']);
  });

  it('read a handshake', () => {
    const { results, problems } = run('parameters', mapping, { ...sample, routeKey: '$connect', body: undefined });
    expect(JSON.parse(results[0]?.text ?? '')).toEqual({ headers: { x: 'c1' }, queryString: { q: '1' }, pathVariables: {} });
    expect(problems).toEqual([]);
  });

  it('have no effect with another destination', () => {
    const [entry] = run('parameters', { body: "'x'" }).entries ?? [];
    expect(entry).toMatchObject({
      effect: { kind: 'none', reason: 'the destination is not valid' },
      problems: [{ code: 'WebSocketDestinationInvalid' }],
    });
  });
});

describe('a route selection expression', () => {
  const textsOf = (expression: string, sample: object) => run('selection', expression, sample).results.map(({ text }) => text);

  it.each([
    ['$request.body.action', { body: '{"action":"send"}', routeKeys: ['send', '$default'] }, ['send', 'The route send.']],
    ['$request.body.action', { body: 'no JSON', routeKeys: ['send', '$default'] }, ['(empty)', 'The route $default.']],
    [
      '$request.body.action',
      { body: '{"action":"$connect"}', routeKeys: ['$connect'] },
      ['$connect', 'No route: the client receives an error of the kind Forbidden.'],
    ],
  ])('%s with %j selects a route', (expression, sample, texts) => {
    expect(textsOf(expression, sample)).toEqual(texts);
  });

  it('is checked as that of an API', () => {
    const expression = 'a/${request.header.x';
    expect(marked(expression, run('selection', expression).problems)).toEqual([['SelectionExpressionInvalid', '${request.header.x']]);
  });
});

describe('a Velocity template', () => {
  const template = '#if($input.path(\'$.a\') == $stageVariables.a){"statusCode": 200}#{else}{"statusCode": 403}#end';
  const sample = { body: '{"a":"x"}', stageVariables: { a: 'y' }, integrationResponseKeys: ['/4\\d\\d/', '$default'] };

  it('comes to what WebSocketEvaluator returns in a unit test', () => {
    const { body, integrationResponseKey } = WebSocketEvaluator.request(template, sample);
    expect(run('request-template', template, sample).results.map(({ text }) => text)).toEqual([
      body,
      `403 selects ${integrationResponseKey}.`,
    ]);
  });

  it('prints a response, and selects the integration response', () => {
    const answer = { statusCode: 500, body: '{"a":1}', integrationResponseKeys: ['/4\\d\\d/'] };
    expect(run('response-template', "$input.json('$.a')", answer).results.map(({ text }) => text)).toEqual(['1', 'None matches 500.']);
    expect(run('response-template', 'x', { ...answer, errorMessage: '404' }).results[1]?.text).toBe('404 selects /4\\d\\d/.');
  });

  it.each([
    ['$util.escapeJson($input.body)', 'TemplateMemberUnknown', '.escapeJson($input.body)'],
    ['#if($a)\nx', 'TemplateSyntaxInvalid', undefined],
    ['a $context.stage', 'NoValue', '$context.stage'],
    ["$util.parseJson('{')", 'EvaluationFailed', undefined],
  ])('marks the problem of %s', (source, code, part) => {
    const { problems } = run('request-template', source);
    const found = problems.find((problem) => problem.code === code);
    expect(found?.excerpt).toContain('^');
    expect(found?.at).toBeDefined();
    expect(part === undefined || source.slice(found?.at?.start, found?.at?.end) === part).toBe(true);
  });
});

describe('a whole template', () => {
  const linesOf = (source: string) =>
    analyzeTemplate(source).problems.map(({ code, at }) => [code, at && source.slice(0, at.start).split('\n').length]);

  it.each(['CloudFormation', 'SAM', 'OpenAPI'])('of %s has its findings on their lines', (kind) => {
    const { source } = EXAMPLES.find(({ title }) => title.startsWith(`${kind}:`)) as (typeof EXAMPLES)[number];
    const expected = {
      CloudFormation: [
        ['RouteMethodUnknown', 23],
        ['TimeoutOutOfRange', 15],
        ['SourceUnknown', 17],
      ],
      SAM: [
        ['CorsCredentialsWithAnyOrigin', 7],
        ['PathVariablePartial', 16],
      ],
      OpenAPI: [
        ['TimeoutOutOfRange', 11],
        ['HeaderReserved', 14],
        ['PathVariableUnknown', 5],
      ],
    }[kind];
    expect(linesOf(source)).toEqual(expected);
  });

  it('may be JSON', () => {
    const api = { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'WEBSOCKET', Name: 'a', RouteSelectionExpression: '${' } };
    expect(linesOf(JSON.stringify({ Resources: { Api: api } }, undefined, 2))).toEqual([['SelectionExpressionInvalid', 8]]);
  });

  it.each([
    ['a: [', 'InputInvalid', 'the text is neither YAML nor JSON'],
    ['a: 1', 'InputInvalid', 'the text has neither Resources, as a template has, nor paths'],
    ['- 1', 'InputInvalid', 'the text has neither Resources'],
    ['', 'InputInvalid', 'the text has neither Resources'],
    ['a: !Nothing b', 'InputInvalid', 'the text is neither YAML nor JSON'],
  ])('is refused if it is %j', (source, code, message) => {
    expect(analyzeTemplate(source).problems).toEqual([expect.objectContaining({ code, message: expect.stringContaining(message) })]);
  });

  it('says what was not checked', () => {
    const { results } = analyzeTemplate(
      'Resources: { A: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: https://example.com/a } } }',
    );
    expect(results[0]?.text).toContain('Not checked: nested stack A');
  });
});

it('links each rule to its section, and no other code', () => {
  expect(ruleAnchor('HeaderReserved')).toBe('header-reserved');
  expect(ruleAnchor('InputInvalid')).toBeUndefined();
});
