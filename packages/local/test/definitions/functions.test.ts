import { symlinkSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readPlan } from '../../src/definitions/plan';
import { api, files, integration, route, stage } from '../support';
import { books, diagnosticTexts, fn, functionOf, onlyApi, planOf, servedIntegration, unservedBecause } from './support';

const ref = (Ref: string) => ({ Ref });
const att = (id: string, attribute = 'Arn') => ({ 'Fn::GetAtt': [id, attribute] });

test('reads the configuration of a function', () => {
  const plan = planOf({
    Fn: fn({
      FunctionName: 'list',
      Handler: 'index.list',
      Runtime: 'nodejs20.x',
      Timeout: 10,
      MemorySize: 512,
      Code: { ZipFile: 'exports.list = 1' },
    }),
  });
  expect(functionOf(plan)).toMatchObject({
    name: 'list',
    arn: 'arn:aws:lambda:us-east-1:123456789012:function:list',
    version: '$LATEST',
    handler: 'index.list',
    runtime: 'nodejs20.x',
    code: { kind: 'inline', text: 'exports.list = 1' },
    region: 'us-east-1',
    timeoutMillis: 10_000,
    memoryMegabytes: 512,
    layers: [],
  });
});

test('uses defaults for a function’s configuration', () => {
  expect(functionOf(planOf())).toMatchObject({ name: 'Fn', timeoutMillis: 3_000, memoryMegabytes: 128 });
  expect(functionOf(planOf({ Fn: fn({ Timeout: 'x', MemorySize: -1 }) }))).toMatchObject({ timeoutMillis: 3_000, memoryMegabytes: 128 });
});

test.each([
  [0, 0],
  [5, 5],
  ['7', 7],
  [undefined, undefined],
])('reads a reserved concurrency of %j', (ReservedConcurrentExecutions, expected) => {
  expect(functionOf(planOf({ Fn: fn({ ReservedConcurrentExecutions }) })).reservedConcurrency).toBe(expected);
});

test('accepts a time zone variable', () => {
  const plan = planOf({ Fn: fn({ Environment: { Variables: { TZ: 'Europe/Berlin' } } }) });
  expect(diagnosticTexts(plan)).toEqual([]);
  expect(functionOf(plan).environment).toEqual({ TZ: 'Europe/Berlin' });
});

test('uses default region and account for an environment-agnostic stack', () => {
  const fnArn = functionOf(planOf({}, {}, { region: 'eu-north-1', accountId: '210987654321' })).arn;
  expect(fnArn).toBe('arn:aws:lambda:eu-north-1:210987654321:function:Fn');
});

test('resolves a reference in inline code', () => {
  const plan = planOf({ Fn: fn({ Code: { ZipFile: { 'Fn::Sub': 'exports.handler = "${AWS::Region}"' } } }) });
  expect(functionOf(plan).code).toEqual({ kind: 'inline', text: 'exports.handler = "us-east-1"' });
});

test('shares one plan per function', () => {
  const plan = planOf({
    Again: route('GET /again'),
    Int2: integration(),
    Other: route('GET /other', { Target: { 'Fn::Sub': 'integrations/${Int2}' } }),
  });
  expect(servedIntegration(plan, 'GET /again')).toBe(servedIntegration(plan, 'GET /'));
  expect(servedIntegration(plan, 'GET /other')).not.toBe(servedIntegration(plan, 'GET /'));
  expect(functionOf(plan, 'GET /other')).toBe(functionOf(plan, 'GET /'));
});

describe('versions and aliases', () => {
  const more = {
    Fn: fn({ FunctionName: 'f' }),
    Version: { Type: 'AWS::Lambda::Version', Properties: { FunctionName: ref('Fn') } },
    Live: { Type: 'AWS::Lambda::Alias', Properties: { FunctionName: ref('Fn'), FunctionVersion: att('Version', 'Version'), Name: 'live' } },
    Old: { Type: 'AWS::Lambda::Alias', Properties: { FunctionName: 'f', FunctionVersion: '7', Name: 'old' } },
    Odd: { Type: 'AWS::Lambda::Alias', Properties: { FunctionName: ref('Fn'), Name: 'odd' } },
  };
  const plan = (uri: unknown) => functionOf(planOf({ ...more, Int: integration({ IntegrationUri: uri }) }));

  test.each<[string, unknown, string, string]>([
    ['a version', ref('Version'), ':1', '1'],
    ['an alias of a version', ref('Live'), ':live', '1'],
    ['an alias of a numbered version', ref('Old'), ':old', '7'],
    ['an alias without a version', ref('Odd'), ':odd', '1'],
    ['a number behind the ARN', { 'Fn::Sub': '${Fn.Arn}:12' }, ':12', '12'],
    ['a name behind the ARN', { 'Fn::Sub': '${Fn.Arn}:live' }, ':live', '1'],
    ['the newest', { 'Fn::Sub': '${Fn.Arn}:$LATEST' }, ':$LATEST', '$LATEST'],
    [
      'an invocation path',
      { 'Fn::Sub': 'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Live}/invocations' },
      ':live',
      '1',
    ],
    ['a name', 'arn:aws:lambda:us-east-1:123456789012:function:f', '', '$LATEST'],
  ])('%s', (_, uri, suffix, version) => {
    expect(plan(uri)).toMatchObject({
      name: 'f',
      version,
      arn: `arn:aws:lambda:us-east-1:123456789012:function:f${suffix}`,
      location: { logicalId: 'Fn' },
    });
  });

  test('gives versions and aliases separate execution environments', () => {
    const uris = { plain: att('Fn'), alias: ref('Live'), named: { 'Fn::Sub': '${Fn.Arn}:live' } };
    const routes = Object.entries(uris).flatMap(([id, uri]) => [
      [id, integration({ IntegrationUri: uri })],
      [`${id}Route`, route(`GET /${id}`, { Target: { 'Fn::Sub': `integrations/\${${id}}` } })],
    ]);
    const all = planOf({ ...more, ...Object.fromEntries(routes) });
    const [plain, alias, named] = Object.keys(uris).map((id) => functionOf(all, `GET /${id}`));
    expect(alias?.key).not.toBe(plain?.key);
    expect(named).toBe(alias);
  });
});

describe('unsupported functions', () => {
  const S3 = { S3Bucket: 'mine', S3Key: 'code.zip' };
  test.each<[string, object, string]>([
    ['a runtime that is not on this machine', fn({ Runtime: 'cobol1' }), 'Fn cannot run here: there is no cobol1'],
    ['no runtime', fn({ Runtime: undefined }), 'it has no runtime'],
    ['inline code of a runtime that has none', fn({ Runtime: 'java21' }), 'its code is inline, which java21 does not support'],
    ['a Python handler without a function', fn({ Runtime: 'python3.13', Handler: 'index' }), 'its handler is index: write'],
    ['inline Python in another module', fn({ Runtime: 'python3.13', Handler: 'app.f' }), 'its handler app.f must be in index'],
    ['an image', fn({ PackageType: 'Image', Code: { ImageUri: 'x' } }), 'its code is a container image'],
    ['an image without a package type', fn({ Code: { ImageUri: 'x' } }), 'its code is a container image'],
    ['no handler', fn({ Handler: undefined }), 'its handler is missing: write one such as index.handler'],
    ['a handler that is none', fn({ Handler: 'index' }), 'its handler is index: write'],
    [
      'code in a bucket',
      fn({ Code: S3 }),
      'its code, s3://mine/code.zip, is not in the assembly: run cdk synth, and pass its cdk.out folder',
    ],
    ['no code', fn({ Code: undefined }), 'its code, s3:///, is not in the assembly'],
  ])('%s', (_, resource, reason) => {
    const options = { runtimeProblem: (name: string) => (name === 'cobol1' ? 'there is no cobol1' : undefined) };
    const plan = planOf({ Fn: { ...resource, Metadata: { 'aws:cdk:path': 'app/Fn/Resource' } } }, {}, options);
    expect(unservedBecause(plan)).toContain(reason.replace(/^Fn/, 'app/Fn'));
    expect(plan.diagnostics).toMatchObject([{ location: { logicalId: 'Fn', path: 'app/Fn' } }]);
  });

  test('reports an unsupported function once for all its routes', () => {
    const plan = planOf({
      Fn: fn({ Handler: 'index' }),
      Again: route('GET /again'),
      Int2: integration(),
      B: route('GET /b', { Target: { 'Fn::Sub': 'integrations/${Int2}' } }),
    });
    expect(unservedBecause(plan, 'GET /b')).toBe(unservedBecause(plan, 'GET /again'));
    expect(plan.diagnostics).toHaveLength(1);
  });

  test.each([
    ['an ARN', 'arn:aws:lambda:eu-west-1:1:function:far', 'the function arn:aws:lambda:eu-west-1:1:function:far is not in the assembly'],
    ['a parameter', ref('FunctionArn'), 'the function ${FunctionArn} is not in the assembly'],
    ['an alias of an alias', ref('Twice'), 'the function Twice is not in the assembly'],
  ])('rejects a function named by %s', (_, uri, reason) => {
    const alias = (FunctionName: unknown) => ({ Type: 'AWS::Lambda::Alias', Properties: { FunctionName, Name: 'x' } });
    const plan = planOf(
      { Once: alias(ref('Fn')), Twice: alias(ref('Once')), Int: integration({ IntegrationUri: uri }) },
      { Parameters: { FunctionArn: {} } },
    );
    expect(unservedBecause(plan)).toContain(reason);
  });
});

describe('functions named by stage variables', () => {
  const arn = (name: string) => `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${name}/invocations`;
  const stages = (variables: Readonly<Record<string, object>>) =>
    Object.fromEntries(Object.entries(variables).map(([name, StageVariables]) => [`Stage${name}`, stage(name, { StageVariables })]));
  const byStage = (uri: unknown, variables: Readonly<Record<string, object>>) => {
    const plan = planOf({
      ...stages(variables),
      Default: undefined,
      Named: fn({ FunctionName: 'named' }),
      Int: integration({ IntegrationUri: uri }),
    });
    const { target } = servedIntegration(plan);
    const functions = target.kind === 'lambda-by-stage' ? [...target.functions] : [];
    return { functions: Object.fromEntries(functions), diagnostics: plan.diagnostics.map(({ text }) => text) };
  };

  test('finds a function by a literal or referenced name', () => {
    const { functions, diagnostics } = byStage(arn('arn:aws:lambda:eu-west-1:1:function:${stageVariables.fn}'), {
      dev: { fn: 'named' },
      prod: { fn: ref('Fn') },
    });
    expect(functions).toMatchObject({ dev: { location: { logicalId: 'Named' } }, prod: { location: { logicalId: 'Fn' } } });
    expect(diagnostics).toEqual([]);
  });

  test('finds a function by its ARN', () => {
    const { functions } = byStage(arn('${stageVariables.arn}'), { dev: { arn: { 'Fn::GetAtt': ['Fn', 'Arn'] } } });
    expect(functions).toMatchObject({ dev: { location: { logicalId: 'Fn' } } });
  });

  test('finds a function by an alias', () => {
    const { functions } = byStage(
      { 'Fn::Join': [':', [{ 'Fn::GetAtt': ['Fn', 'Arn'] }, '${stageVariables.alias}']] },
      { dev: { alias: 'live' } },
    );
    expect(functions).toMatchObject({
      dev: { location: { logicalId: 'Fn' }, arn: expect.stringMatching(/:function:Fn:live$/), version: '1' },
    });
  });

  test('reports an undefined stage variable', () => {
    const { functions, diagnostics } = byStage(arn('${stageVariables.fn}'), { dev: {}, prod: { fn: 'far' } });
    expect(functions).toEqual({
      dev: {
        kind: 'none',
        statusCode: 500,
        reason: 'the function ${stageVariables.fn} needs the stage variable fn, which stage dev does not have',
      },
      prod: { kind: 'none', statusCode: 501, reason: expect.stringContaining('the function far is not in the assembly') },
    });
    expect(diagnostics).toEqual([expect.stringContaining('needs the stage variable fn'), expect.stringContaining('the function far')]);
  });
});

describe('code in the assembly', () => {
  const HASH = 'a'.repeat(64);
  const asset = (path: unknown, hash = HASH, objectKey = `${hash}.zip`) => ({
    version: '36.0.0',
    files: { [hash]: { source: { path, packaging: 'zip' }, destinations: { d: { bucketName: 'b', objectKey } } } },
  });
  const assembly = (resources: object, manifest: unknown, contents: object = {}) =>
    files({
      'manifest.json': {
        version: '36.0.0',
        artifacts: {
          'S.assets': { type: 'cdk:asset-manifest', properties: { file: 'S.assets.json' } },
          S: { type: 'aws:cloudformation:stack', properties: { templateFile: 'S.template.json' } },
        },
      },
      'S.assets.json': manifest,
      'S.template.json': { Resources: books(resources) },
      ...contents,
    });
  const uploaded = (S3Key: unknown, Metadata?: object) => ({ Fn: { ...fn({ Code: { S3Bucket: 'b', S3Key } }), Metadata } });

  test('finds a folder by its asset key', () => {
    const path = assembly(uploaded('prefix/code.zip'), asset('code', HASH, 'prefix/code.zip'), { 'code/index.js': 'exports.handler = 1' });
    expect(functionOf(readPlan(path)).code).toEqual({ kind: 'folder', path: resolve(path, 'code') });
  });

  test('finds a folder by its hash', () => {
    const path = assembly(uploaded({ 'Fn::Sub': `\${AWS::Region}/${HASH}.zip` }), asset('code'), {
      'code/index.js': 'exports.handler = 1',
    });
    expect(functionOf(readPlan(path)).code).toEqual({ kind: 'folder', path: resolve(path, 'code') });
  });

  test.each<[string, object, object, string | undefined]>([
    ['app.handler', {}, { 'code/app.py': '' }, undefined],
    ['pkg/deep.handler', {}, { 'code/pkg/deep.py': '' }, undefined],
    ['pkg.deep.handler', {}, { 'code/pkg/deep.py': '' }, undefined],
    ['native.handler', {}, { 'code/native.cpython-313-x86_64-linux-gnu.so': '' }, undefined],
    ['elsewhere.handler', {}, { 'code/more.pth': 'lib' }, undefined],
    ['wrapper.handler', { Layers: ['arn:aws:lambda:eu-west-1:1:layer:wrapper:1'] }, { 'code/app.py': '' }, undefined],
    ['main.handler', {}, { 'code/app.py': '' }, 'its handler is main.handler, and there is no main.py in'],
    ['app.handler', {}, { 'code/application.py': '' }, 'its handler is app.handler, and there is no app.py in'],
  ])('finds out whether there is a module of Python for %s', (Handler, more, contents, problem) => {
    const python = { Runtime: 'python3.13', Handler, Code: { S3Bucket: 'b', S3Key: `${HASH}.zip` }, ...more };
    const plan = readPlan(assembly({ Fn: fn(python) }, asset('code'), contents));
    if (problem === undefined) {
      expect(functionOf(plan)).toMatchObject({ handler: Handler, code: { kind: 'folder' } });
    } else {
      expect(unservedBecause(plan)).toContain(problem);
    }
  });

  test('finds a handler in Python that inline code has from a layer', () => {
    const layer = { Layers: ['arn:aws:lambda:eu-west-1:1:layer:wrapper:1'] };
    const python = { Runtime: 'python3.13', Handler: 'wrapper.handler', Code: { ZipFile: 'x = 1' } };
    expect(functionOf(planOf({ Fn: fn({ ...python, ...layer }) }))).toMatchObject({ handler: 'wrapper.handler' });
    expect(unservedBecause(planOf({ Fn: fn(python) }))).toContain('must be in index');
  });

  test('reads a .zip file', () => {
    const path = assembly(uploaded(`${HASH}.zip`), asset('code.zip'), { 'code.zip': 'PK' });
    expect(functionOf(readPlan(path)).code).toEqual({ kind: 'zip', path: resolve(path, 'code.zip') });
  });

  test('reads a folder named in the template', () => {
    const metadata = { 'aws:asset:path': 'code', 'aws:asset:property': 'Code' };
    const path = assembly(uploaded('x.zip', metadata), {}, { 'code/index.js': 'exports.handler = 1' });
    expect(functionOf(readPlan(path)).code).toEqual({ kind: 'folder', path: resolve(path, 'code') });
    const other = assembly(
      uploaded('x.zip', { ...metadata, 'aws:asset:property': 'Content' }),
      {},
      { 'code/index.js': 'exports.handler = 1' },
    );
    expect(unservedBecause(readPlan(other))).toContain('its code, s3://b/x.zip, is not in the assembly');
  });

  test('finds code through the manifest beside a template file', () => {
    const path = assembly(uploaded(`${HASH}.zip`), asset('code'), { 'code/index.js': 'exports.handler = 1' });
    const template = join(path, 'S.template.json');
    for (const file of [template, relative(process.cwd(), template)]) {
      expect(functionOf(readPlan(file)).code).toEqual({ kind: 'folder', path: resolve(path, 'code') });
    }
  });

  test('resolves the absolute path of code in a relative assembly', () => {
    const path = assembly(uploaded(`${HASH}.zip`), asset('code'), { 'code/index.js': 'exports.handler = 1' });
    expect(functionOf(readPlan(relative(process.cwd(), path))).code).toEqual({ kind: 'folder', path: join(path, 'code') });
  });

  test.each<[string, unknown, RegExp]>([
    ['another file', 'code.txt', /its code, code\.txt, is neither a folder nor a \.zip/],
    [
      'what is not there',
      'gone',
      /its code, gone, does not exist: run cdk synth again, without --no-staging, and pass its cdk\.out folder/,
    ],
    ['a path that leads out', '../outside', /its code, \.\.\/outside, does not exist/],
    ['an absolute path', '/etc', /its code, \/etc, is outside of the cloud assembly/],
    ['a path that cannot be', 'a\0b', /does not exist/],
    ['a link that leads out', 'link', /its code, link, is outside of the cloud assembly/],
    ['no path', 7, /is not in the assembly/],
  ])('does not read %s', (_, source, reason) => {
    const outside = files({ 'outside/index.js': '' });
    const path = assembly(uploaded(`${HASH}.zip`), asset(source), { 'code.txt': '' });
    symlinkSync(join(outside, 'outside'), join(path, 'link'));
    expect(unservedBecause(readPlan(path))).toMatch(reason);
  });
});

describe('layers', () => {
  const layer = (path: string) => ({
    Type: 'AWS::Lambda::LayerVersion',
    Properties: { Content: { S3Bucket: 'b', S3Key: 'l.zip' } },
    Metadata: { 'aws:cdk:path': `app/${path}/Resource`, 'aws:asset:path': path, 'aws:asset:property': 'Content' },
  });
  const app = (layers: readonly unknown[], contents: object) =>
    files({
      'app.template.json': {
        Resources: books({ Fn: fn({ Layers: layers }), One: layer('one'), Two: layer('two'), Zip: layer('zip.zip') }),
      },
      ...contents,
    });

  test('finds the folders and archives of layers, in their order', () => {
    const path = app([ref('Two'), ref('Zip'), ref('One')], { 'one/nodejs/a.js': '', 'two/b.js': '', 'zip.zip': '' });
    const plan = readPlan(join(path, 'app.template.json'));
    expect(functionOf(plan).layers).toEqual([
      { kind: 'folder', path: resolve(path, 'two') },
      { kind: 'zip', path: resolve(path, 'zip.zip') },
      { kind: 'folder', path: resolve(path, 'one') },
    ]);
    expect(diagnosticTexts(plan)).toEqual([]);
  });

  const FAR = 'arn:aws:lambda:eu-west-1:1:layer:far:1';

  test('reports layers that cannot be loaded, and runs the function without them', () => {
    const path = app([ref('One'), FAR], {});
    const plan = readPlan(join(path, 'app.template.json'));
    expect(functionOf(plan).layers).toEqual([]);
    expect(diagnosticTexts(plan)).toEqual([
      expect.stringMatching(/layer app\/one is not loaded, because its code, one, does not exist/),
      `layer ${FAR} is not loaded, because it is not in the assembly: pass --layer ${FAR}=<folder or .zip file>`,
    ]);
  });

  test.each([FAR, 'arn:aws:lambda:eu-west-1:1:layer:far'])('loads the folder that is named for %s', (arn) => {
    const path = app([FAR], { 'mine/a.js': '', 'mine.zip': '' });
    const plan = (file: string) => readPlan(join(path, 'app.template.json'), { layers: { [arn]: join(path, file) } });
    expect(functionOf(plan('mine')).layers).toEqual([{ kind: 'folder', path: join(path, 'mine') }]);
    expect(functionOf(plan('mine.zip')).layers).toEqual([{ kind: 'zip', path: join(path, 'mine.zip') }]);
    expect(diagnosticTexts(plan('mine'))).toEqual([]);
  });

  test.each([
    [{ [FAR]: '/nowhere' }, /--layer arn.*: \/nowhere is neither a folder nor a \.zip file/],
    [{ 'arn:other': '.' }, /--layer arn:other is the layer of no function that runs here/],
  ])('refuses %j', (layers, message) => {
    expect(() => readPlan(join(app([FAR], {}), 'app.template.json'), { layers })).toThrow(message);
  });
});

test('reports file systems', () => {
  expect(diagnosticTexts(planOf({ Fn: fn({ FileSystemConfigs: [{ Arn: 'x', LocalMountPath: '/mnt/x' }] }) }))).toEqual([
    'file systems are not mounted into Fn',
  ]);
});

test('names functions with equal logical IDs in two stacks differently', () => {
  const stack = (name: string) => ({ type: 'aws:cloudformation:stack', properties: { templateFile: `${name}.json` } });
  const path = files({
    'manifest.json': { version: '36.0.0', artifacts: { A: stack('A'), B: stack('B') } },
    'A.json': { Resources: books() },
    'B.json': { Resources: { Api: api(), S: stage('$default'), Fn: fn(), Int: integration(), Route: route('GET /b') } },
  });
  const plan = readPlan(path);
  expect(plan.apis).toHaveLength(2);
  expect(plan.apis[0]?.id).not.toBe(plan.apis[1]?.id);
  expect(functionOf(plan, 'GET /').name).toBe('A-Fn');
  expect(functionOf(plan, 'GET /b').name).toBe('B-Fn');
});

test('accepts an app without functions', () => {
  const plan = planOf({ Fn: undefined, Int: undefined, Route: undefined });
  expect(onlyApi(plan).routes).toEqual([]);
});
