import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { namesOf } from '../names';
import {
  isDotNetNamespace,
  isGoModule,
  isGoPackage,
  isJavaPackage,
  isMavenCoordinate,
  isNpmName,
  isNuGetId,
  isPythonDistribution,
  isPythonModule,
} from './languages';

/** Possible future packages, whose names must be valid in every language too. */
const PLANNED = [
  'websocket',
  'load-balancer',
  'service-discovery',
  'sqs',
  'eventbridge',
  'step-functions',
  'kinesis',
  'app-config',
  'checks',
];
const packages = [...new Set([...readdirSync(new URL('../../packages', import.meta.url)), ...PLANNED])];

describe.each(packages)('the names of %s are valid', (name) => {
  const { npm, pypi, maven, nuget, go } = namesOf(name);

  test.each([
    ['npm name', npm, isNpmName],
    ['Python distribution', pypi.distName, isPythonDistribution],
    ['Python module', pypi.module, isPythonModule],
    ['Java package', maven.javaPackage, isJavaPackage],
    ['Maven group', maven.mavenGroupId, isMavenCoordinate],
    ['Maven artifact', maven.mavenArtifactId, isMavenCoordinate],
    ['.NET namespace', nuget.dotNetNamespace, isDotNetNamespace],
    ['NuGet id', nuget.packageId, isNuGetId],
    ['Go module', go.moduleName, isGoModule],
    ['Go package', go.packageName, isGoPackage],
  ])('%s', (_kind, value, allows) => {
    expect(value).toSatisfy(allows);
  });
});

test.each([
  ['npm', ({ npm }: ReturnType<typeof namesOf>) => npm],
  ['Python distribution', ({ pypi }: ReturnType<typeof namesOf>) => pypi.distName],
  ['Python module', ({ pypi }: ReturnType<typeof namesOf>) => pypi.module],
  ['Java', ({ maven }: ReturnType<typeof namesOf>) => maven.javaPackage],
  ['Maven', ({ maven }: ReturnType<typeof namesOf>) => `${maven.mavenGroupId}:${maven.mavenArtifactId}`],
  ['.NET', ({ nuget }: ReturnType<typeof namesOf>) => nuget.dotNetNamespace],
  ['Go', ({ go }: ReturnType<typeof namesOf>) => `${go.moduleName}/${go.packageName}`],
])('the %s names of all packages are different', (_language, pick) => {
  const names = packages.map((name) => pick(namesOf(name)));
  expect(new Set(names).size).toBe(names.length);
});

test('the grammars refuse names that a language cannot import', () => {
  expect([
    isPythonModule('apigwv2_integrations.lambda'),
    isPythonModule('apigwv2-integrations'),
    isJavaPackage('io.github.apigwv2-integrations'),
    isJavaPackage('io.github.default'),
    isDotNetNamespace('Apigwv2.2Fast'),
    isGoPackage('func'),
    isGoPackage('load-balancer'),
    isNpmName('@Apigwv2/lambda'),
    isPythonDistribution('-lambda'),
    isMavenCoordinate('Io.github'),
    isNuGetId('Apigwv2..Lambda'),
    isGoModule('apigwv2'),
  ]).not.toContain(true);
});

test.each(['', 'Lambda', 'load_balancer', 'load balancer', '2fast', '-url', 'url-', 'load--balancer', '@scope/url', '../url', 'urł'])(
  'refuses the short name "%s" and describes the expected form',
  (name) => {
    expect(() => namesOf(name)).toThrow(`"${name}" is not a valid package name: use lower-case words joined by hyphens`);
  },
);
