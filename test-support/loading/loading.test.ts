import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { REPOSITORY } from '../repository';

/** The files of aws-cdk-lib's modules that importing a package loads. */
function filesLoadedBy(name: string): string[] {
  const tsx = join(REPOSITORY, 'node_modules/tsx/dist/cli.mjs');
  const args = ['--tsconfig', join(REPOSITORY, 'tsconfig.dev.json'), join(__dirname, 'loaded.ts')];
  const out = execFileSync(process.execPath, [tsx, ...args, join(REPOSITORY, 'packages', name, 'src/index.ts')], { encoding: 'utf8' });
  return out.split('\n').filter((file) => file.startsWith('aws-'));
}

test.each(['sqs', 'eventbridge', 'step-functions', 'kinesis', 'app-config'])(
  '%s loads nothing of its service’s module, nor of IAM yet',
  (name) => {
    const files = filesLoadedBy(name);

    expect([...new Set(files.map((file) => file.split('/')[0]))].sort()).toEqual(['aws-apigatewayv2', 'aws-ec2', 'aws-iam']);
    // An index that loads nothing before it is asked for something.
    expect(files.filter((file) => /^aws-(iam|ec2)\//.test(file)).sort()).toEqual(['aws-ec2/index.js', 'aws-iam/index.js']);
  },
);
