import { pathToFileURL } from 'node:url';

/** Usage: loaded.ts <module>: prints what of aws-cdk-lib the module loads, a line a file. */
async function main(): Promise<void> {
  await import(pathToFileURL(process.argv[2]).href);
  const files = Object.keys(require.cache).flatMap((file) => /[\\/]aws-cdk-lib[\\/](.*)$/.exec(file)?.[1] ?? []);
  process.stdout.write(files.map((file) => file.replaceAll('\\', '/')).join('\n'));
}

void main();
