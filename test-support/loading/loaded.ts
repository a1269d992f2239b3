import { pathToFileURL } from 'node:url';

/** Prints the files of aws-cdk-lib that a module loads, one per line. Usage: loaded.ts <module> */
async function main(): Promise<void> {
  await import(pathToFileURL(process.argv[2]).href);
  const files = Object.keys(require.cache).flatMap((file) => /[\\/]aws-cdk-lib[\\/](.*)$/.exec(file)?.[1] ?? []);
  process.stdout.write(files.map((file) => file.replaceAll('\\', '/')).join('\n'));
}

void main();
