import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CDK_FLOOR, CDK_IN_GO } from '../../projenrc/family';
import { namesOf } from '../../projenrc/names';
import { command, requireTool } from '../command';
import { packagesOf } from '../packages';
import type { Language } from './language';
import { CACHE, ROOT } from './paths';
import { expectServed } from './served';
import { expectTwin } from './twin';

const PROJECT = join(CACHE, 'go');
const CDK = 'github.com/aws/aws-cdk-go/awscdk/v2';

/** Go modules in one program with one aws-cdk-lib, whose version is fixed so that the Go proxy is not asked for a list of versions. */
export const go: Language = {
  name: 'go',
  prepare() {
    const version = requireTool('go', ['version'], 'install Go, 1.25 or later');
    command('npm', ['run', 'package', '--', 'go']);
    writeProject();
    run('mod', 'tidy');
    // Go caches its build output; the first build of aws-cdk-lib takes minutes.
    run('build', '-o', 'every-package', './everypackage');
    run('build', '-o', 'program', '.');
    return {
      programs: [
        { name: 'go: every package loads', run: () => void command(join(PROJECT, 'every-package'), [], QUIET) },
        {
          name: 'go: shop.go',
          run: () => expectTwin('languages/shop', (template) => void command(join(PROJECT, 'program'), [template], QUIET)),
        },
        { name: 'go: shop.go is served', run: () => expectServed('go', join(PROJECT, 'program'), QUIET.env) },
      ],
      against: `aws-cdk-lib ${CDK_IN_GO}, ${version}`,
    };
  },
};

const QUIET = { cwd: PROJECT, env: { CDK_VALIDATION: 'false' } };
const run = (...args: string[]): string => command('go', args, { cwd: PROJECT, env: { GOFLAGS: '-mod=mod', GOWORK: 'off' } });
const members = () =>
  packagesOf()
    .filter(({ isConstructs }) => isConstructs)
    .map(({ shortName, version }) => {
      const { moduleName, packageName } = namesOf(shortName).go;
      return { module: `${moduleName}/${packageName}`, packageName, version };
    });

function writeProject(): void {
  rmSync(PROJECT, { recursive: true, force: true });
  mkdirSync(join(PROJECT, 'shop'), { recursive: true });
  mkdirSync(join(PROJECT, 'everypackage'));
  writeFileSync(join(PROJECT, 'go.mod'), goMod());
  writeFileSync(join(PROJECT, 'everypackage/main.go'), everyPackage());
  copyFileSync(join(__dirname, 'go/main.go'), join(PROJECT, 'main.go'));
  copyFileSync(join(ROOT, 'examples/languages/go/shop.go'), join(PROJECT, 'shop/shop.go'));
}

function goMod(): string {
  return [
    'module bindings',
    '',
    'go 1.25',
    '',
    'require (',
    `\t${CDK} v${CDK_IN_GO}`,
    ...members().map(({ module, version }) => `\t${module} v${version}`),
    ')',
    '',
    // The modules require the oldest supported versions, which the program replaces by its own.
    `replace ${CDK} v${CDK_FLOOR} => ${CDK} v${CDK_IN_GO}`,
    ...broughtByCdk().map((requirement) => `replace ${requirement.split(' ')[0]} => ${requirement}`),
    ...members().map(({ module, packageName }) => `replace ${module} => ${join(ROOT, 'dist/go', packageName)}`),
    '',
  ].join('\n');
}

/** The asset modules of this aws-cdk-lib, with their versions. */
function broughtByCdk(): string[] {
  const { GoMod }: { GoMod: string } = JSON.parse(command('go', ['mod', 'download', '-json', `${CDK}@v${CDK_IN_GO}`], { cwd: PROJECT }));
  return [...readFileSync(GoMod, 'utf8').matchAll(/^\s*(github\.com\/cdklabs\/\S+ v\S+)/gm)].map(([, requirement]) => requirement);
}

/** Generated from the package list: loads the assembly of each package. */
function everyPackage(): string {
  return [
    'package main',
    '',
    'import (',
    ...members().map(({ module, packageName }) => `\t${packageName} "${module}/jsii"`),
    '\truntime "github.com/aws/jsii-runtime-go"',
    ')',
    '',
    'func main() {',
    '\tdefer runtime.Close()',
    ...members().map(({ packageName }) => `\t${packageName}.Initialize()`),
    '}',
    '',
  ].join('\n');
}
