import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packagesWithoutAssembly, readFamily } from './assemblies';
import { familyPage, packagePage, typePage } from './render';

/** The pages of the API reference, which git ignores. */
const FOLDER = join(__dirname, '../api');

/**
 * Writes the pages of the API reference from the assemblies of the packages.
 *
 * Usage: tsx site/reference/write.ts [--if-built], after npm run build
 */
function main(): void {
  rmSync(FOLDER, { recursive: true, force: true });
  const missing = packagesWithoutAssembly();
  if (missing.length > 0) {
    const message = `the API reference needs the compiled packages, but ${missing.join(', ')} ${missing.length === 1 ? 'has' : 'have'} no .jsii file: run npm run build first`;
    if (!process.argv.includes('--if-built')) {
      throw new Error(message);
    }
    console.warn(message);
    return;
  }
  const family = readFamily();
  write('index.md', familyPage(family));
  for (const each of family.packages) {
    write(join(each.shortName, 'index.md'), packagePage(family, each));
    for (const type of family.typesOf(each)) {
      write(join(each.shortName, `${type.name}.md`), typePage(family, { package: each, type }));
    }
  }
}

function write(path: string, text: string): void {
  const file = join(FOLDER, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, text);
}

try {
  main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
