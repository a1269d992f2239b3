import { expect, test } from 'vitest';
import { api, integration, lambdaResource, route, routeOf, stage, template } from './support';

/** How a value is shown as the URL of an integration. */
function shown(value: unknown, rest: object = {}): string {
  const path = template(
    {
      Api: api(),
      Int: integration({ IntegrationType: 'HTTP_PROXY', IntegrationUri: value }),
      Route: route('GET /'),
      Prod: stage('prod'),
      Nameless: { Type: 'AWS::ApiGatewayV2::Stage' },
      Host: { Type: 'AWS::EC2::Instance', Metadata: { 'aws:cdk:path': 'Books/Host/Resource' } },
    },
    rest,
  );
  const target = routeOf(path, 'GET /').integration?.target;
  return target?.kind === 'url' ? target.url : JSON.stringify(target);
}

test.each([
  ['text', 'http://a', 'http://a'],
  ['a number', 42, '42'],
  ['nothing', null, ''],
  ['no value', { Ref: 'AWS::NoValue' }, ''],
  ['a pseudo parameter', { Ref: 'AWS::Region' }, '${AWS::Region}'],
  ['a parameter', { Ref: 'Param' }, '${Param}'],
  ['a resource', { Ref: 'Host' }, '${Host}'],
  ['a stage', { Ref: 'Prod' }, 'prod'],
  ['a stage without a name', { Ref: 'Nameless' }, '${Nameless}'],
  ['an attribute', { 'Fn::GetAtt': ['Host', 'PublicIp'] }, '${Host.PublicIp}'],
  ['a dotted attribute', { 'Fn::GetAtt': 'Host.PublicIp' }, '${Host.PublicIp}'],
  ['an attribute of nothing', { 'Fn::GetAtt': ['Gone', 'Arn'] }, '${Gone.Arn}'],
  ['an attribute without a name', { 'Fn::GetAtt': [] }, '${}'],
  ['a missing nested output', { 'Fn::GetAtt': ['Host', 'Outputs.X'] }, '${Host.Outputs.X}'],
  ['an id as an attribute', { 'Fn::GetAtt': ['Api', 'ApiId'] }, '${Api}'],
  ['joined pieces', { 'Fn::Join': ['-', ['a', { Ref: 'Param' }, 'b']] }, 'a-${Param}-b'],
  ['a broken join', { 'Fn::Join': 'x' }, '${Join(x)}'],
  ['a list', ['a', 'b'], 'a,b'],
  ['a substitution', { 'Fn::Sub': 'http://${Host.PublicIp}/${Param}' }, 'http://${Host.PublicIp}/${Param}'],
  ['a substitution with variables', { 'Fn::Sub': ['${A}/${!B}', { A: 'a' }] }, 'a/${B}'],
  ['a broken substitution', { 'Fn::Sub': 7 }, '${Sub(7)}'],
  ['a name that objects have anyway', { 'Fn::Sub': '${constructor}' }, '${constructor}'],
  ['a split text', { 'Fn::Select': [1, { 'Fn::Split': ['/', 'a/b'] }] }, 'b'],
  ['a split reference', { 'Fn::Select': ['2', { 'Fn::Split': ['/', { Ref: 'Param' }] }] }, '${Select(2, Split(/, Param))}'],
  ['one of a list', { 'Fn::Select': [0, ['a', 'b']] }, 'a'],
  ['one beyond a list', { 'Fn::Select': [5, ['a']] }, '${Select(5, a)}'],
  ['a broken selection', { 'Fn::Select': 'x' }, '${Select(x)}'],
  ['a condition', { 'Fn::If': ['IsProd', 'http://p', { Ref: 'Host' }] }, '${If(IsProd, http://p, Host)}'],
  ['a condition without a difference', { 'Fn::If': ['IsProd', 'http://p', 'http://p'] }, 'http://p'],
  ['a broken condition', { 'Fn::If': 'x' }, '${If(x)}'],
  ['a map', { 'Fn::FindInMap': ['Hosts', 'eu', 'name'] }, 'eu.example'],
  ['a missing map', { 'Fn::FindInMap': ['Hosts', { Ref: 'AWS::Region' }, 'name'] }, '${FindInMap(Hosts, AWS::Region, name)}'],
  ['a broken map', { 'Fn::FindInMap': 'x' }, '${FindInMap(x)}'],
  ['another function', { 'Fn::Base64': 'x' }, '${Base64(x)}'],
  ['a broken reference', { Ref: { a: 1 } }, '${{…}}'],
  ['no intrinsic function', { a: 1, b: 2 }, '${{…}}'],
  ['an empty object', {}, '${{…}}'],
])('%s', (_, value, text) => {
  expect(shown(value, { Mappings: { Hosts: { eu: { name: 'eu.example' } } } })).toBe(text);
});

test('what refers to itself ends', () => {
  const cycle = { Outputs: { A: { Value: { 'Fn::ImportValue': 'a' }, Export: { Name: { 'Fn::Sub': 'a' } } } } };
  expect(shown({ 'Fn::ImportValue': 'a' }, cycle)).toBe('${ImportValue(…)}');
});

test('what doubles itself ends', () => {
  const double = (name: string) => ({ 'Fn::Join': ['', [{ 'Fn::ImportValue': name }, { 'Fn::ImportValue': name }]] });
  const outputs = Object.fromEntries(
    Array.from({ length: 40 }, (_, index) => [`O${index}`, { Value: double(`e${index + 1}`), Export: { Name: `e${index}` } }]),
  );
  expect(shown({ 'Fn::ImportValue': 'e0' }, { Outputs: outputs })).toContain('${…}');
});

test('a very deep value ends', () => {
  let value: unknown = 'x';
  for (let depth = 0; depth < 1_000; depth++) {
    value = { 'Fn::Join': ['', [value]] };
  }
  expect(shown(value)).toBe('${…}');
});

test('functions are known in each form in which they are called', () => {
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
