import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { NPM_SCOPE } from '../family';
import { lint } from './linted';

const npm = (name: string) => `${NPM_SCOPE}/${name}`;
const imports = (specifier: string) => `import { a } from '${specifier}';\n\nexport const b = a;\n`;

/** Lints one file for each import in a single run and returns the messages for each. */
function importsFrom(file: string, specifiers: string[]) {
  const pathOf = (specifier: string) => file.replace('*', `import-${specifiers.indexOf(specifier)}`);
  let messages: Record<string, string[]>;
  beforeAll(async () => {
    messages = await lint(
      Object.fromEntries(specifiers.map((specifier) => [pathOf(specifier), imports(specifier)])),
      'noRestrictedImports',
    );
  });
  return (specifier: string) => messages[pathOf(specifier)];
}

describe('imports of a backend package', () => {
  const byPath = ['../../url', '../../url/src', '../../url/src/index', '../../url/lib/index', '../../../packages/url/src'];
  const fromTests = ['test-support/parity', '../../../test-support/parity', '../../../examples/books/app', '../../../benchmarks/routes'];
  const legal = [npm('core'), 'aws-cdk-lib', 'aws-cdk-lib/aws-apigatewayv2', 'constructs', './other', './deep/other', '../package.json'];
  const messagesFor = importsFrom('packages/lambda/src/*.ts', [
    npm('url'),
    npm('core/engine'),
    npm('core/lib/engine/index'),
    'node:fs',
    'lodash',
    ...byPath,
    ...fromTests,
    ...legal,
  ]);

  test.each([npm('url'), npm('core/engine'), npm('core/lib/engine/index'), 'node:fs', 'lodash'])('refuses %s', (specifier) => {
    expect(messagesFor(specifier)).toEqual([
      `${npm('lambda')} may import ${npm('core')}, aws-cdk-lib, constructs alone, each by its name: what two packages need belongs in ${npm('core')}`,
    ]);
  });

  test.each(byPath)('refuses the path %s into another package', (specifier) => {
    expect(messagesFor(specifier)).toEqual(['import another package by its name, never by its path']);
  });

  test.each(fromTests)('refuses %s, which only tests may import', (specifier) => {
    expect(messagesFor(specifier)).toEqual(['only tests may import this: a package is published without it']);
  });

  test.each(legal)('allows %s', (specifier) => {
    expect(messagesFor(specifier)).toEqual([]);
  });
});

describe("imports of core's engine", () => {
  const foreign = [
    'aws-cdk-lib',
    'aws-cdk-lib/aws-lambda',
    'constructs',
    'node:fs',
    'node:fs/promises',
    'fs',
    'lodash',
    '..',
    '../errors',
    '../mapping/mapping',
    './../errors',
    npm('core'),
    npm('lambda'),
  ];
  const own = ['./x', './deep/x'];
  const messagesFor = importsFrom('packages/core/src/engine/*.ts', [...foreign, ...own]);

  test.each(foreign)('refuses %s', (specifier) => {
    expect(messagesFor(specifier)).toEqual(['the engine imports nothing but its own files: pass it what it needs as plain data']);
  });

  test.each(own)('allows %s', (specifier) => {
    expect(messagesFor(specifier)).toEqual([]);
  });
});

describe("imports of a folder in core's engine", () => {
  const foreign = [
    'aws-cdk-lib',
    'node:fs',
    '../../errors',
    '../../mapping/mapping',
    '../deep/../../errors',
    './../../errors',
    npm('core'),
  ];
  const own = ['./x', '../problem', '../deep/x'];
  const messagesFor = importsFrom('packages/core/src/engine/rules/*.ts', [...foreign, ...own]);

  test.each(foreign)('refuses %s', (specifier) => {
    expect(messagesFor(specifier)).toHaveLength(1);
  });

  test.each(own)('allows %s', (specifier) => {
    expect(messagesFor(specifier)).toEqual([]);
  });
});

describe("imports of core's assembly reader", () => {
  const foreign = [
    'aws-cdk-lib',
    'constructs',
    'lodash',
    '..',
    '../index',
    '../http/http-integration-base',
    './../mapping/compose',
    npm('core'),
  ];
  const own = ['./x', '../engine', 'node:fs', 'node:fs/promises'];
  const messagesFor = importsFrom('packages/core/src/assembly/*.ts', [...foreign, ...own]);

  test.each(foreign)('refuses %s', (specifier) => {
    expect(messagesFor(specifier)).toEqual(['the assembly reader imports Node.js modules, the engine and its own files only']);
  });

  test.each(own)('allows %s', (specifier) => {
    expect(messagesFor(specifier)).toEqual([]);
  });
});

describe("imports of core's constructs", () => {
  const messagesFor = importsFrom('packages/core/src/http/*.ts', ['../assembly', '../assembly/read-json', '../engine', 'node:fs']);

  test.each(['../assembly', '../assembly/read-json'])('refuses the assembly reader by %s', (specifier) => {
    expect(messagesFor(specifier)).toEqual(['constructs do not read cloud assemblies: only tools import the assembly reader']);
  });

  test('refuses Node.js modules', () => {
    expect(messagesFor('node:fs')).toHaveLength(1);
  });

  test('allows the engine', () => {
    expect(messagesFor('../engine')).toEqual([]);
  });
});

describe('imports between the packages of the repository', () => {
  const packages = readdirSync(new URL('../../packages', import.meta.url));
  const siblingsOf = (name: string) => {
    const manifest = JSON.parse(readFileSync(new URL(`../../packages/${name}/package.json`, import.meta.url), 'utf8'));
    // A tool inlines what it imports from a sibling, which then is a dependency of its development.
    return Object.keys({ ...manifest.peerDependencies, ...manifest.dependencies, ...manifest.devDependencies }).filter((dependency) =>
      dependency.startsWith(NPM_SCOPE),
    );
  };
  const pairs = packages.flatMap((from) => packages.filter((to) => to !== from).map((to): [string, string] => [from, to]));
  const fileOf = (from: string, to: string) => `packages/${from}/src/${to}.ts`;
  let messages: Record<string, string[]>;
  beforeAll(async () => {
    messages = await lint(Object.fromEntries(pairs.map(([from, to]) => [fileOf(from, to), imports(npm(to))])), 'noRestrictedImports');
  });

  test.each(pairs)('allows %s to import %s only if the manifest has it as a dependency', (from, to) => {
    expect(messages[fileOf(from, to)]).toHaveLength(siblingsOf(from).includes(npm(to)) ? 0 : 1);
  });
});

describe('import rules apply to', () => {
  test.each([
    ['a type', `import type { A } from '${npm('url')}';\n\nexport type B = A;\n`],
    ['a side effect', `import '${npm('url')}';\n`],
    ['an export', `export * from '${npm('url')}';\n`],
    ['a named export', `export { A } from '${npm('url')}';\n`],
    ['a dynamic import', `export const a = import('${npm('url')}');\n`],
  ])('%s', async (_form, text) => {
    const { 'packages/lambda/src/a.ts': messages } = await lint({ 'packages/lambda/src/a.ts': text }, 'noRestrictedImports');
    expect(messages).toHaveLength(1);
  });

  test('require, which is refused entirely', async () => {
    const files = ['packages/lambda/src/a.ts', 'packages/core/src/engine/a.ts'];
    const messages = await lint(
      Object.fromEntries(files.map((file) => [file, `export const a = require('${npm('url')}');\n`])),
      'noCommonJs',
    );
    expect(Object.values(messages).map(({ length }) => length)).toEqual([1, 1]);
  });
});

test('tests may import everything', async () => {
  const file = 'packages/lambda/test/a.test.ts';
  expect(await lint({ [file]: imports('test-support/parity') }, 'noRestrictedImports')).toEqual({ [file]: [] });
});

test('sources are linted, and build output is not', async () => {
  const unused = "import { a } from './a';\n";
  const messages = await lint(
    { 'packages/lambda/src/b.ts': unused, 'projenrc/b.ts': unused, 'packages/lambda/lib/b.ts': unused },
    'noUnusedImports',
  );
  expect(Object.values(messages).map(({ length }) => length)).toEqual([1, 1, 0]);
});

test.each([
  ['values', "import { a } from './A';\n\nexport const b = a;\n"],
  ['types', "import type { a } from './A';\n\nexport type b = typeof a;\n"],
])('refuses an import cycle of two files, also for %s', async (_of, text) => {
  const files = {
    'packages/lambda/src/a.ts': text.replace('./A', './b'),
    'packages/lambda/src/b.ts': text.replaceAll('b', 'c').replace('./A', './a'),
  };
  expect(Object.values(await lint(files, 'noImportCycles')).flat()).not.toEqual([]);
});
