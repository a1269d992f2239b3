import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { constructPackages, REPOSITORY } from '../family';

function run(file: string, argument: string): string {
  const tsx = join(REPOSITORY, 'node_modules/tsx/dist/cli.mjs');
  const args = [tsx, '--tsconfig', join(REPOSITORY, 'tsconfig.dev.json'), file, argument];
  return execFileSync(process.execPath, args, { encoding: 'utf8', env: { ...process.env, CDK_VALIDATION: 'false' } });
}

/** The files of aws-cdk-lib's modules that importing a package loads. */
function filesLoadedBy(name: string): string[] {
  return run(join(__dirname, 'loaded.ts'), join(REPOSITORY, 'packages', name, 'src/index.ts'))
    .split('\n')
    .filter((file) => file.startsWith('aws-'));
}

/** The files of aws-cdk-lib that an app with one route loads beyond the same app without integrations. */
function filesLoadedByApp(file: string, scenario: string): string[] {
  const of = (flavour?: string): string[] =>
    JSON.parse(run(join(REPOSITORY, 'benchmarks/apps/modules.ts'), JSON.stringify({ file, scenario, flavour })));
  const before = new Set(of());
  return of('ours').filter((name) => !before.has(name));
}

/** What of a service's own modules a package needs before it is asked for something; an index loads nothing by itself. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  lambda: ['aws-iam/index.js'],
  'load-balancer': ['aws-ec2/index.js'],
};

test.each(constructPackages)('%s loads no module of the CDK that it may not need', (name) => {
  const others = filesLoadedBy(name).filter((file) => !file.startsWith('aws-apigatewayv2/'));

  expect(others).toEqual(NEEDED[name] ?? []);
});

describe('an app with one route', () => {
  test.each([
    ['url', 'url'],
    ['lambda', 'each'],
    ['lambda', 'apiWide'],
    ['websocket', 'webSocket'],
  ])('of %s (%s) loads six files of the CDK at most beyond the same without integrations', (file, scenario) => {
    const files = filesLoadedByApp(file, scenario);

    expect(files.length).toBeGreaterThan(0);
    expect(files.length, files.join('\n')).toBeLessThanOrEqual(6);
  });

  test('to a URL loads nothing of Lambda, IAM, EC2 or load balancing', () => {
    expect(filesLoadedByApp('url', 'url').filter((file) => /^aws-(lambda|iam|ec2|elasticloadbalancing)/.test(file))).toEqual([]);
  });
});
