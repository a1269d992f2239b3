import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { main } from '@apigwv2-integrations/local';
import { App } from 'aws-cdk-lib';

/**
 * Synthesizes an example that this machine cannot answer for, and shows its routes.
 *
 * @param folder of the example
 */
export async function show(folder: string, build: (app: App) => void): Promise<void> {
  // Nothing is served here: the flag is taken all the same, as by the examples that are.
  parseArgs({ options: { 'no-serve': { type: 'boolean' } } });

  const outdir = join(folder, 'cdk.out');
  const app = new App({ outdir });
  build(app);
  app.synth();

  process.exitCode = await main(['routes', relative(process.cwd(), outdir)], process);
}
