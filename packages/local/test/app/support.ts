import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { files } from '../support';

/** Writes an assembly without stacks, as an app does at the end. */
export const WRITE_ASSEMBLY = `
  const { mkdirSync, writeFileSync } = require('node:fs');
  const output = process.argv.find((each) => each.startsWith('--output=')).slice('--output='.length);
  mkdirSync(output, { recursive: true });
  writeFileSync(output + '/manifest.json', JSON.stringify({ version: '1.0.0', artifacts: {} }));
`;

/**
 * A CDK project whose `aws-cdk` is a program that records its arguments and environment before it does something.
 *
 * @param script What the program does.
 */
export function project(script: string, contents: Readonly<Record<string, unknown>> = {}): string {
  return files({
    'cdk.json': { app: 'node app.js' },
    'node_modules/aws-cdk/package.json': { name: 'aws-cdk', version: '2.0.0', bin: { cdk: 'bin/cdk' } },
    'node_modules/aws-cdk/bin/cdk': `require('node:fs').writeFileSync('call.json', JSON.stringify({ args: process.argv.slice(2), env: process.env }));\n${script}`,
    ...contents,
  });
}

/** How the program was called. */
export function callOf(
  directory: string,
): { readonly args: readonly string[]; readonly env: Readonly<Record<string, string>> } | undefined {
  const file = join(directory, 'call.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}
