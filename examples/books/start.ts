import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { main } from '@apigwv2-integrations/local';
import { App } from 'aws-cdk-lib';
import { BooksStack } from './books-stack';

/** Synthesizes this example and shows its routes. */
function start(): void {
  // There is no gateway to serve with yet: the flag is taken from the start, so that scripts can rely on it.
  parseArgs({ options: { 'no-serve': { type: 'boolean' } } });

  const outdir = join(__dirname, 'cdk.out');
  const app = new App({ outdir });
  new BooksStack(app, 'Books');
  app.synth();

  process.exitCode = main(['routes', relative(process.cwd(), outdir)], process);
}

start();
