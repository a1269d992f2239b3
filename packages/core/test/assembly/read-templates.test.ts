import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { AssemblyError, readAssembly, readTemplates } from '@apigwv2-integrations/core/assembly';
import { describe, expect, onTestFinished, test } from 'vitest';

/** Writes files, objects as JSON, into a new folder. */
function folderWith(contents: Readonly<Record<string, unknown>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'assembly-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(contents)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return folder;
}

const HASH = 'a'.repeat(64);
const stackArtifact = { type: 'aws:cloudformation:stack', environment: 'aws://123456789012/eu-west-1' };
const manifest = (properties: object) => ({ version: '36.0.0', artifacts: { Shop: { ...stackArtifact, properties } } });
const nested = (rest: object = {}) => ({ Type: 'AWS::CloudFormation::Stack', ...rest });
const named = (file: string) => nested({ Metadata: { 'aws:asset:path': file } });

/** The templates that are read from these files, by their names. */
function read(contents: Readonly<Record<string, unknown>>, ...names: string[]) {
  const folder = folderWith(contents);
  return readTemplates(names.map((name) => join(folder, name))).map(({ file, ...template }) => ({
    ...template,
    file: file.slice(folder.length + 1),
  }));
}

describe('the templates of stacks', () => {
  test('have the name and environment of the manifest', () => {
    const files = { 'manifest.json': manifest({ templateFile: 'S.json', stackName: 'shop-prod' }), 'S.json': { Resources: {} } };
    expect(read(files, 'S.json')).toMatchObject([{ stack: 'Shop', stackName: 'shop-prod', account: '123456789012', region: 'eu-west-1' }]);
  });

  test('have the environment of the stack around them', () => {
    const files = {
      'manifest.json': manifest({ templateFile: 'S.json' }),
      'S.json': { Resources: { A: named('a.json') } },
      'a.json': { Resources: {} },
    };
    expect(read(files, 'S.json')[1]).toMatchObject({ account: '123456789012', region: 'eu-west-1', nestedIn: { logicalId: 'A' } });
  });

  test('are read without a manifest', () => {
    expect(read({ 'S.json': {} }, 'S.json')).toMatchObject([{ file: 'S.json', stackName: undefined, region: undefined }]);
  });

  test('are followed by nested stacks, by file name or by hash', () => {
    const files = {
      'S.template.json': {
        Resources: { A: named('a.json'), B: nested({ Properties: { TemplateURL: { 'Fn::Sub': `https://s3/${HASH}.json` } } }) },
      },
      'S.assets.json': { files: { [HASH]: { source: { path: 'b.json' } } } },
      'a.json': { Resources: { C: named('c.json') } },
      'b.json': {},
      'c.json': {},
    };
    const templates = read(files, 'S.template.json');
    expect(templates.map(({ file }) => file)).toEqual(['S.template.json', 'a.json', 'c.json', 'b.json']);
    expect(templates.map(({ nestedIn }) => nestedIn?.logicalId)).toEqual([undefined, 'A', 'C', 'B']);
    expect(templates[2].nestedIn?.id).toBe(templates[1].id);
  });

  test('are read once', () => {
    const files = { 'S.json': { Resources: { A: named('a.json'), B: named('a.json') } }, 'a.json': {} };
    expect(read(files, 'S.json', 'S.json').map(({ file }) => file)).toEqual(['S.json', 'a.json']);
  });

  test.each(['gone.json', '../outside.json'])('do without the nested stack in %s', (name) => {
    expect(read({ 'S.json': { Resources: { A: named(name) } } }, 'S.json')).toHaveLength(1);
  });

  test.each([
    ['a template that is not JSON', { 'S.json': '{' }, /S\.json is not valid JSON/],
    [
      'a nested template that is not JSON',
      { 'S.json': { Resources: { A: named('a.json') } }, 'a.json': '[]' },
      /a\.json holds no JSON object/,
    ],
  ])('fail for %s', (_, files, message) => {
    expect(() => read(files, 'S.json')).toThrow(AssemblyError);
    expect(() => read(files, 'S.json')).toThrow(message);
  });
});

test('reading an assembly fails for a nested stack that is missing', () => {
  const folder = folderWith({
    'manifest.json': manifest({ templateFile: 'S.json' }),
    'S.json': { Resources: { A: named('gone.json') } },
  });
  expect(() => readAssembly(folder)).toThrow(AssemblyError);
});
