import { join, relative } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { findProblems, LocalGateway } from '../../src/index';
import { files, run } from '../support';

const SAM = `Transform: AWS::Serverless-2016-10-31
Globals:
  Function:
    Runtime: nodejs22.x
    Handler: app.handler
Resources:
  Books:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: src/
      Events:
        Get:
          Type: HttpApi
          Properties: { Path: /books, Method: get }
`;
const HANDLER = 'exports.handler = async () => "ok";';

/** What `check` and `serve` say about a template: the line, and the problem with its remedy. */
async function reportsOf(contents: Readonly<Record<string, string>>, path = 'template.yaml') {
  const file = join(files(contents), path);
  const findings = findProblems(file).findings;
  const gateway = await LocalGateway.load(file);
  onTestFinished(() => gateway.close());
  return {
    file,
    findings,
    checked: findings.map(({ code, severity, position, message, remedy }) => ({ code, severity, line: position?.line, message, remedy })),
    // The version of Node.js that runs the tests is not that of the templates.
    served: gateway.diagnostics
      .filter(({ text }) => !text.startsWith('asks for'))
      .map(({ sourceLocation, text }) => ({ line: Number(sourceLocation?.split(':').at(-1)), text })),
  };
}

test('a template without a problem has none', async () => {
  const { checked, served } = await reportsOf({ 'template.yaml': SAM, 'src/app.js': HANDLER });
  expect([checked, served]).toEqual([[], []]);
});

describe('the ApiId of an event', () => {
  const withApiId = (apiId: string, rest = '') => SAM.replace('Method: get }', `Method: get, ApiId: ${apiId} }`) + rest;

  test('that refers to nothing is an error', async () => {
    const other = '        All: { Type: HttpApi }\n';
    const { checked, served, file } = await reportsOf({ 'template.yaml': withApiId('!Ref Gone', other), 'src/app.js': HANDLER });
    const message =
      'the ApiId of the event Get is {"Ref":"Gone"}, which is no AWS::Serverless::HttpApi of the template, so that SAM refuses the template';
    const remedy = 'add the API, or remove ApiId to use the implicit API';

    expect(checked).toEqual([{ code: 'EventApiMissing', severity: 'error', line: 14, message, remedy }]);
    expect(served).toContainEqual({ line: 14, text: `${message}: ${remedy}` });
    expect(run(['check', file])).toMatchObject({
      code: 1,
      out: expect.stringContaining(`(${file}:14) Properties/Events/Get/Properties/ApiId`),
    });
  });

  test.each(['{ "Fn::ImportValue": id }', 'abcdefghij'])('%s is an error, and its remedy names the APIs', async (apiId) => {
    const { checked } = await reportsOf({
      'template.yaml': withApiId(apiId, '  Shop: { Type: AWS::Serverless::HttpApi }\n'),
      'src/app.js': HANDLER,
    });
    expect(checked).toMatchObject([{ code: 'EventApiMissing', remedy: 'write !Ref Shop, or remove ApiId to use the implicit API' }]);
  });

  test('that refers to a parameter or to another resource is not checked', async () => {
    const parameters = `Parameters: { Id: { Type: String } }\n${withApiId('!Ref Id')}`;
    const other = withApiId('!Ref Other', '  Other: { Type: AWS::ApiGatewayV2::Api, Properties: { Name: a, ProtocolType: HTTP } }\n');
    for (const template of [parameters, other]) {
      const file = join(files({ 'template.yaml': template, 'src/app.js': HANDLER }), 'template.yaml');
      expect(findProblems(file).findings.filter(({ code }) => code === 'EventApiMissing')).toEqual([]);
      expect(run(['check', file]).out).toContain('its event Get, whose ApiId is no AWS::Serverless::HttpApi of the template');
    }
  });
});

describe('code', () => {
  test('that is missing is reported with its line by check and serve', async () => {
    const { checked, served } = await reportsOf({ 'template.yaml': SAM });
    const message = 'its code, src/, does not exist';
    const remedy = 'create it, or run sam build and pass .aws-sam/build/template.yaml';

    expect(checked).toEqual([{ code: 'CodeNotFound', severity: 'warning', line: 10, message, remedy }]);
    expect(served).toEqual([{ line: 10, text: `Books cannot run here: ${message}: ${remedy}` }]);
  });

  test('outside of the folder of the template is reported with the flag that allows it', async () => {
    const { checked, served, file } = await reportsOf(
      { 'app/template.yaml': SAM.replace('src/', '../my src'), 'my src/app.js': HANDLER },
      'app/template.yaml',
    );
    const code = relative(process.cwd(), join(file, '../../my src'));
    const message = 'its code, ../my src, is outside of the folder of the template';
    const remedy = `allow it with --allow-path '${code}'`;

    expect(checked).toEqual([{ code: 'CodeNotFound', severity: 'warning', line: 10, message, remedy }]);
    expect(served).toEqual([{ line: 10, text: `Books cannot run here: ${message}: ${remedy}` }]);
    expect(findProblems(file, { allowedPaths: [code] }).findings).toEqual([]);
  });

  test('of the section Globals is reported there', async () => {
    const template = SAM.replace('      CodeUri: src/\n', '').replace('    Handler:', '    CodeUri: gone.txt\n    Handler:');
    const { checked } = await reportsOf({ 'template.yaml': template, 'gone.txt': '' });

    expect(checked).toMatchObject([{ line: 5, message: 'its code, gone.txt, is neither a folder nor a .zip or .jar' }]);
  });

  test('of a layer is reported as well', async () => {
    const layer = '  Layer:\n    Type: AWS::Serverless::LayerVersion\n    Properties:\n      ContentUri: layer/\n';
    const { checked } = await reportsOf({ 'template.yaml': SAM + layer, 'src/app.js': HANDLER });

    expect(checked).toMatchObject([{ code: 'CodeNotFound', line: 18, message: 'its code, layer/, does not exist' }]);
  });
});

test('a handler of the section Globals is reported there, with one remedy and without an absolute path', async () => {
  const { checked, served, file } = await reportsOf({ 'template.yaml': SAM, 'src/index.js': HANDLER });
  const folder = relative(process.cwd(), join(file, '../src'));
  const message = `its handler is app.handler, and there is no app.js, app.mjs or app.cjs in ${folder}`;
  const remedy = 'let the handler name a file of the code and one of its exports';

  expect(checked).toEqual([{ code: 'HandlerNotFound', severity: 'warning', line: 5, message, remedy }]);
  expect(served).toEqual([{ line: 5, text: `Books cannot run here: ${message}: ${remedy}` }]);
});

test('properties that an API has for its stage, or from Globals, are located there', async () => {
  const api =
    '  Shop:\n    Type: AWS::Serverless::HttpApi\n    Properties:\n      Name: shop\n      RouteSettings:\n        GET /gone: {}\n';
  const globals = '  HttpApi:\n    CorsConfiguration:\n      AllowOrigins: ["*"]\n      AllowCredentials: true\nResources:\n';
  const { checked } = await reportsOf({ 'template.yaml': SAM.replace('Resources:\n', globals) + api, 'src/app.js': HANDLER });

  expect(checked.map(({ code, line }) => [code, line])).toEqual([
    ['CorsCredentialsWithAnyOrigin', 8],
    ['RouteSettingsUnknownRoute', 24],
    ['CorsCredentialsWithAnyOrigin', 8],
  ]);
});

test('keys that are written twice are reported by check and serve with both lines', async () => {
  const template = SAM.replace('      CodeUri: src/\n', '      CodeUri: src/\n      Timeout: 5\n      Timeout: 6\n').replace(
    '    Runtime:',
    '    Handler: app.other\n    Runtime:',
  );
  const { checked, served, findings } = await reportsOf({ 'template.yaml': template, 'src/app.js': HANDLER });
  const remedy = 'remove one of the two';

  expect(checked).toEqual([
    {
      code: 'DuplicateKey',
      severity: 'warning',
      line: 6,
      message: 'the key Handler is written twice, in line 4 and in line 6; the last value counts',
      remedy,
    },
    {
      code: 'DuplicateKey',
      severity: 'warning',
      line: 13,
      message: 'the key Timeout is written twice, in line 12 and in line 13; the last value counts',
      remedy,
    },
  ]);
  expect(findings.map(({ logicalId, property }) => [logicalId, property])).toEqual([
    ['Globals', 'Function/Handler'],
    ['Books', 'Properties/Timeout'],
  ]);
  expect(served).toEqual(checked.map(({ line, message }) => ({ line, text: `${message}: ${remedy}` })));
});

test('code that is not beside an old template is no finding that a change resolves', () => {
  const [before, after] = [files({ 'template.yaml': SAM }), files({ 'template.yaml': SAM, 'src/app.js': HANDLER })];
  const { out } = run(['check', join(after, 'template.yaml'), '--compare', join(before, 'template.yaml')]);

  expect(out).toContain('0 findings resolved');
  // What is missing in the new one is a new finding.
  expect(run(['check', join(before, 'template.yaml'), '--compare', join(after, 'template.yaml')]).out).toContain('[CodeNotFound]');
});

test('the implicit API has one name in all commands', async () => {
  const file = join(files({ 'template.yaml': SAM.replace('app.handler', 'app.gone'), 'src/app.js': HANDLER }), 'template.yaml');
  const gateway = await LocalGateway.load(file);
  onTestFinished(() => gateway.close());
  const explained = await run(['explain', 'GET', '/books', file]).code;

  expect(explained).toBe(0);
  expect(JSON.parse(run(['routes', file, '--json']).out).apis).toMatchObject([{ name: 'ServerlessHttpApi' }]);
  expect(run(['routes', file]).out).not.toContain('AWS::StackName');
  expect(gateway.apis.map(({ plan }) => plan.name)).toEqual(['ServerlessHttpApi']);
  expect(run(['check', file, '--compare', file]).out).not.toContain('AWS::StackName');
});
