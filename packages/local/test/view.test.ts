import { describe, expect, test } from 'vitest';
import { lineWidth, printLine, span, widthOf } from '../src/terminal/line';
import { line, table } from '../src/terminal/table';
import { wrap } from '../src/terminal/wrap';
import { api, integration, lambdaResource, route, routeOf, run, template } from './support';
import { routeResponse } from './websocket-api/app';

const wrapped = (text: string, width: number, indent = 0) => wrap(line(text), width, indent).map((each) => printLine(each, false));

describe('wrap', () => {
  test.each<[string, string, number, number, readonly string[]]>([
    ['a line that fits', 'a b', 3, 0, ['a b']],
    ['nothing', '', 3, 0, ['']],
    ['words', 'one two three', 8, 0, ['one two', 'three']],
    ['words with an indent', 'one two three four', 8, 2, ['one two', '  three', '  four']],
    ['many spaces', 'one    two', 5, 0, ['one', 'two']],
    ['a long path', '/books/{id}/pages', 8, 0, ['/books/', '{id}/', 'pages']],
    ['a long path after a word', 'GET /books/{id}', 10, 2, ['GET', '  /books/', '  {id}']],
    ['a word without any separator', 'abcdefghij', 4, 0, ['abcd', 'efgh', 'ij']],
    ['a word longer than the indented lines', 'x abcdefgh', 5, 2, ['x abc', '  def', '  gh']],
    ['wide characters', '本棚本棚', 5, 0, ['本棚', '本棚']],
  ])('%s', (_, text, width, indent, lines) => {
    expect(wrapped(text, width, indent)).toEqual(lines);
  });

  test('keeps styles, and does not split a word with several styles', () => {
    const lines = wrap([span('one '), span('t', 'bold'), span('wo', 'red')], 5);
    expect(lines.map((each) => printLine(each, true))).toEqual(['one', '\u001b[1mt\u001b[22m\u001b[31mwo\u001b[39m']);
  });

  test('never exceeds its width', () => {
    const text = 'GET /a-long/path?with=many&odd,parts ${Nested/Stack.Outputs:Arn} abcdefghijklmnopqrstuvwxyz';
    for (let width = 4; width < 60; width++) {
      expect(Math.max(...wrap(line(text), width, 2).map(lineWidth))).toBeLessThanOrEqual(width);
    }
  });
});

test.each([
  ['abc', 3],
  ['本', 2],
  ['e\u0301', 1],
  ['🚀', 2],
  ['\u200d', 0],
])('measures %j as %i columns wide', (text, width) => {
  expect(widthOf(text)).toBe(width);
});

describe('table', () => {
  const columns = [
    { title: 'A', minWidth: 4 },
    { title: 'LONG', minWidth: 2 },
  ];
  const rows = [{ cells: [[line('one two three')], [line('x'), line('y')]], under: [line('below the row')] }];
  const drawn = (width: number) => table(columns, rows, width)?.map((each) => printLine(each, false));

  test('is only as wide as its content', () => {
    expect(drawn(100)).toEqual(['A              LONG', '───────────────────', 'one two three  x', '               y', '  below the row']);
  });

  test('shrinks the widest column', () => {
    expect(drawn(14)).toEqual(['A         LONG', '──────────────', 'one two   x', '  three   y', '  below the', '      row']);
  });

  test('returns nothing if a column would be too narrow', () => {
    expect(drawn(9)).toBeUndefined();
  });

  test('shows a missing cell as empty', () => {
    expect(
      table(columns, [{ cells: [[line('a')]], under: [] }], 50)
        ?.map((each) => printLine(each, false))
        .at(-1),
    ).toBe('a');
  });
});

test('shows minimal CORS and an unknown protocol', () => {
  const path = template({
    Api: api({ CorsConfiguration: {}, ProtocolType: 'GOPHER' }),
    Other: api({ CorsConfiguration: { AllowOrigins: { Ref: 'Origins' }, AllowMethods: '*' } }),
    Int: integration({ IntegrationType: undefined, IntegrationUri: undefined }),
    Route: route('GET /'),
  });
  const { out } = run(['routes', path]);
  expect(out).toContain('GOPHER');
  expect(out).toContain('CORS      no methods from no origin');
  expect(out).toContain('CORS      * from ${Origins}');
  expect(out).toMatch(/GET \/ +Int no type +- /);
});

test('shows that a WebSocket route returns a response if it has a route response', () => {
  const path = template({
    Api: api({ ProtocolType: 'WEBSOCKET' }),
    Int: integration(),
    Ask: route('ask'),
    AskResponse: routeResponse('Ask'),
    Say: route('say', { RouteResponseSelectionExpression: '$default' }),
  });
  expect(routeOf(path, 'ask').returnsResponse).toBe(true);
  expect(routeOf(path, 'say').returnsResponse).toBe(false);
  expect(run(['routes', path]).out).toMatch(/ask \(answers\) +Int/);
});

test('lists mappings one per line', () => {
  const path = template({
    Api: api(),
    Int: integration({ IntegrationType: 'MOCK', RequestParameters: { 'append:header.a': 'b', 'append:header.c': 'd' } }),
    Route: route('GET /'),
  });
  const { out } = run(['routes', path], {}, { columns: 46 });
  expect(out).toMatch(/mappings {5}append:header\.a <- b\n {17}append:header\.c <- d\n/);
});

test('recognizes a function in each form of its URI', () => {
  const named = (uri: unknown) =>
    routeOf(
      template({
        Api: api(),
        Fn: lambdaResource,
        Version: { Type: 'AWS::Lambda::Version', Properties: { FunctionName: { Ref: 'Fn' } } },
        Loop: { Type: 'AWS::Lambda::Alias', Properties: { FunctionName: { Ref: 'Loop' }, Name: 'x' } },
        Int: integration({ IntegrationUri: uri }),
        Route: route('GET /'),
      }),
      'GET /',
    ).integration?.target;
  const invocation = 'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Fn.Arn}/invocations';
  expect(named({ 'Fn::Sub': invocation })).toMatchObject({ name: 'Fn' });
  expect(named({ 'Fn::Sub': '${Fn.Arn}:live' })).toMatchObject({ name: 'Fn:live' });
  expect(named({ 'Fn::Sub': 'arn:aws:lambda:eu-west-1:1:function:${Fn}' })).toMatchObject({ name: 'Fn' });
  const imported = 'arn:aws:lambda:eu-west-1:1:function:thing';
  expect(named(`arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${imported}/invocations`)).toMatchObject({ name: imported });
  expect(named({ Ref: 'Version' })).toMatchObject({ name: 'Version' });
  expect(named({ Ref: 'Loop' })).toMatchObject({ name: 'Loop' });
  expect(named('${stageVariables.fn}')).toMatchObject({ name: '${stageVariables.fn}', inAssembly: false });
});
