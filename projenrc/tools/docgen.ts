import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Documentation, Language } from 'jsii-docgen';

/** Writes API.md of the package in the current folder. Uses the API of jsii-docgen because its command line does not find hoisted assemblies. */
async function main(): Promise<void> {
  const here = process.cwd();
  const { name } = require(join(here, 'package.json'));
  const documentation = await Documentation.forAssembly(name, join(here, '../../node_modules'));
  const markdown = await documentation.toMarkdown({ language: Language.TYPESCRIPT });
  writeFileSync(join(here, 'API.md'), markdown.render());
  await documentation.cleanup();
}

void main();
