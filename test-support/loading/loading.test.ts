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
  const before = new Set(filesOfApp(file, scenario));
  return filesOfApp(file, scenario, 'ours').filter((name) => !before.has(name));
}

const apps = new Map<string, string[]>();

function filesOfApp(file: string, scenario: string, flavour?: string): string[] {
  const app = JSON.stringify({ file, scenario, flavour });
  const files = apps.get(app) ?? JSON.parse(run(join(REPOSITORY, 'benchmarks/apps/modules.ts'), app));
  apps.set(app, files);
  return files;
}

/** The modules of services that a package may load before one of its classes is used. An index alone loads nothing. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  lambda: ['aws-iam/index.js'],
  'load-balancer': ['aws-ec2/index.js'],
};

test.each(constructPackages)('%s loads no CDK module that an app may not need', (name) => {
  const others = filesLoadedBy(name).filter((file) => !file.startsWith('aws-apigatewayv2/'));

  expect(others).toEqual(NEEDED[name] ?? []);
});

describe('an app with one route', () => {
  test.each([
    ['url', 'url'],
    ['lambda', 'each'],
    ['lambda', 'apiWide'],
    ['websocket', 'webSocket'],
  ])('with %s (%s) loads at most six more files of the CDK than without integrations', (file, scenario) => {
    const files = filesLoadedByApp(file, scenario);

    expect(files.length).toBeGreaterThan(0);
    expect(files.length, files.join('\n')).toBeLessThanOrEqual(6);
  });

  test('with a URL integration loads no files of Lambda, IAM, EC2 or load balancing', () => {
    expect(filesLoadedByApp('url', 'url').filter((file) => /^aws-(lambda|iam|ec2|elasticloadbalancing)/.test(file))).toEqual([]);
  });
});
