import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { main } from '@apigwv2-integrations/local';
import { App } from 'aws-cdk-lib';

/**
 * Synthesizes an example that cannot be served locally, and lists its routes.
 *
 * @param folder The folder of the example.
 */
export async function show(folder: string, build: (app: App) => void): Promise<void> {
  // The flag has no effect here; it is accepted because the examples that are served have it.
  parseArgs({ options: { 'no-serve': { type: 'boolean' } } });

  const outdir = join(folder, 'cdk.out');
  const app = new App({ outdir });
  build(app);
  app.synth();

  process.exitCode = await main(['routes', relative(process.cwd(), outdir)], process);
}
