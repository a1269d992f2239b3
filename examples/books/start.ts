import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { main, processIo } from '@apigwv2-integrations/local';
import { App } from 'aws-cdk-lib';
import { BooksStack } from './books-stack';
import { startDocsServer } from './docs-server';

/** Synthesizes this example, lists its routes, and serves them locally, with its own website behind `/docs`; with `--python`, its function is the one in Python. */
async function start(): Promise<number> {
  const { values } = parseArgs({
    options: {
      'no-serve': { type: 'boolean' },
      port: { type: 'string', default: '3000' },
      inspect: { type: 'string' },
      python: { type: 'boolean' },
    },
  });
  const inspect = values.inspect === undefined ? [] : ['--inspect', values.inspect];
  const io = processIo();

  const outdir = join(__dirname, 'cdk.out');
  const app = new App({ outdir });
  new BooksStack(app, 'Books', { python: values.python });
  app.synth();

  const path = relative(process.cwd(), outdir);
  const code = await main(['routes', path], io);
  if (values['no-serve'] === true || code !== 0) {
    return code;
  }
  const docs = await startDocsServer();
  io.stdout.write('\n');
  try {
    return await main(['serve', path, '--port', values.port, '--target', `https://docs.example.com=${docs.url}`, ...inspect], io);
  } finally {
    docs.server.close();
    docs.server.closeAllConnections();
  }
}

void start().then((code) => {
  process.exitCode = code;
});
