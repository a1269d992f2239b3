import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';

/** Usage: synthesize.ts <module that exports build(stack)> <path for the template> */
const [source, target] = process.argv.slice(2);

async function main(): Promise<void> {
  const { build } = (await import(pathToFileURL(`${source}.ts`).href)) as { build(stack: Stack): void };
  const stack = new Stack(new App(), 'Seed');
  build(stack);
  writeFileSync(target, JSON.stringify(Template.fromStack(stack).toJSON()));
}

void main();
