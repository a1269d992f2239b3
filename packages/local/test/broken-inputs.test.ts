import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { findProblems, LocalGateway, loadApis } from '../src/index';
import { api, files, integration, route, run, stage, template } from './support';

/** Slower than this, an input of some kilobytes takes more than linear time. */
const MAX_MILLIS = 5_000;

async function diagnosticsOf(path: string): Promise<readonly string[]> {
  const gateway = await LocalGateway.load(path);
  await gateway.close();
  return gateway.diagnostics.map(({ location, text }) => `${location.logicalId} ${text}`);
}

const served = { Api: api(), Stage: stage('$default') };

describe('nested stacks', () => {
  const manifest = { version: '1', artifacts: { S: { type: 'aws:cloudformation:stack', properties: { templateFile: 't.json' } } } };
  const nested = (file: string) => ({
    Type: 'AWS::CloudFormation::Stack',
    Properties: { TemplateURL: 'x' },
    Metadata: { 'aws:asset:path': file },
  });

  test.each([
    ['itself', { 't.json': { Resources: { N: nested('t.json'), M: nested('t.json') } } }],
    ['its parent', { 't.json': { Resources: { N: nested('u.json') } }, 'u.json': { Resources: { N: nested('t.json') } } }],
  ])('that contain %s are an error that names the cycle', (_, templates) => {
    const path = files({ 'manifest.json': manifest, ...templates });
    for (const read of [() => loadApis(path), () => findProblems(path)]) {
      expect(read).toThrow(/the nested stack N is .*t\.json, which contains itself: remove the cycle/);
    }
  });

  test('that contain each other several times are bounded', () => {
    const depths = Array.from({ length: 13 }, (_, depth) => [
      `t${depth}.json`,
      { Resources: { N: nested(`t${depth + 1}.json`), M: nested(`t${depth + 1}.json`) } },
    ]);
    const path = files({
      'manifest.json': manifest,
      't.json': { Resources: { N: nested('t0.json') } },
      ...Object.fromEntries(depths),
      't13.json': { Resources: {} },
    });
    expect(() => loadApis(path)).toThrow('has more than 2000 nested stacks');
  });
});

test('a condition that names itself is reported', async () => {
  const conditions = { Conditions: { A: { 'Fn::Equals': [{ 'Fn::If': ['A', 'x', 'y'] }, 'x'] } } };
  const conditional = template({ ...served, Other: { ...api(), Condition: 'A' } }, conditions);
  expect(await diagnosticsOf(conditional)).toContain('A the condition A refers to itself: it is taken to be false');
  await expect(diagnosticsOf(template({ Api: { ...api(), Condition: 'A' } }, conditions))).rejects.toThrow(
    '(A: the condition A refers to itself',
  );
});

test('a parameter whose default is no literal is reported, and not resolved', async () => {
  const started = performance.now();
  const levels = Object.fromEntries(
    Array.from({ length: 12 }, (_, level) => [
      `P${level + 1}`,
      { Default: { 'Fn::Join': ['', Array.from({ length: 10 }, () => ({ Ref: `P${level}` }))] } },
    ]),
  );
  const path = template({ ...served, Api: api({ Name: { Ref: 'P12' } }) }, { Parameters: { ...levels, P0: { Default: { Ref: 'P0' } } } });
  expect(await diagnosticsOf(path)).toContain('P0 the service refuses the default of the parameter P0, which must be a literal');
  expect(performance.now() - started).toBeLessThan(MAX_MILLIS);
});

test.each([
  ['trailing blanks in a mapping', { RequestParameters: { 'append:header.x': `a${' '.repeat(16_000)}` } }],
  [
    'variables without an end in a URL',
    {
      IntegrationType: 'HTTP_PROXY',
      IntegrationMethod: 'ANY',
      PayloadFormatVersion: '1.0',
      IntegrationUri: `http://127.0.0.1:1/${'${stageVariables.'.repeat(20_000)}`,
    },
  ],
])('%s take linear time', async (_, properties) => {
  const path = template({ ...served, Int: integration(properties), Get: route('GET /') });
  const started = performance.now();
  loadApis(path);
  findProblems(path);
  await diagnosticsOf(path);
  expect(performance.now() - started).toBeLessThan(MAX_MILLIS);
});

test('two artifacts with one assembly are reported as such', () => {
  const nested = { type: 'cdk:cloud-assembly', properties: { directoryName: 'stage' } };
  const path = files({
    'manifest.json': { version: '1', artifacts: { A: nested, B: nested } },
    'stage/manifest.json': { version: '1', artifacts: {} },
  });
  expect(() => loadApis(path)).toThrow('stage is named by more than one artifact of its assembly');
});

describe('what this user may not read', () => {
  const NOBODY = 65_534;

  /** Reads as a user without privileges: root may read everything. */
  function readAsUser<T>(read: () => T): T {
    if (process.geteuid?.() !== 0) {
      return read();
    }
    process.seteuid?.(NOBODY);
    try {
      return read();
    } finally {
      process.seteuid?.(0);
    }
  }

  /** An assembly with a nested one, of which one entry may not be read. */
  function assemblyWithout(entry: string): string {
    const artifact = { type: 'cdk:cloud-assembly', properties: { directoryName: 'stage' } };
    const path = files({
      'manifest.json': { version: '1', artifacts: { A: artifact } },
      'stage/manifest.json': { version: '1', artifacts: {} },
    });
    // The folder that holds the test's files belongs to the user who runs the tests.
    chmodSync(path, 0o755);
    chmodSync(join(path, entry), 0);
    onTestFinished(() => chmodSync(join(path, entry), 0o755));
    return path;
  }

  test.each([
    ['', /^cannot read the folder .* \(EACCES\): check its permissions$/],
    ['manifest.json', /^cannot read .*manifest\.json \(EACCES\): check the path, or run cdk synth again$/],
    ['stage', /^cannot read .*stage[^ ]* \(EACCES\)/],
  ])('is reported with its true reason: %j of an assembly', (entry, message) => {
    const path = assemblyWithout(entry);
    for (const read of [() => loadApis(path), () => findProblems(path)]) {
      expect(() => readAsUser<unknown>(read)).toThrow(message);
    }
  });

  test('is reported by the command line with exit code 2', () => {
    const path = assemblyWithout('');
    const { code, err } = readAsUser(() => run(['check', path]));
    expect(code).toBe(2);
    expect(err).toMatch(/^apigwv2-local: cannot read the folder .* \(EACCES\): check its permissions\n/);
  });
});
