import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { main, processIo } from '@apigwv2-integrations/local';
import { inspectorFlags } from '../inspector';
import { synthesizeExample } from '../synthesize';
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
  // It is built while cdk synth runs.
  const inspector = values['no-serve'] === true ? undefined : inspectorFlags(io);

  const path = await synthesizeExample(__dirname, io);
  if (path === undefined) {
    return 1;
  }
  const stack = values.python === true ? 'PythonBooks' : 'Books';
  const code = await main(['routes', join(path, `${stack}.template.json`)], io);
  if (values['no-serve'] === true || code !== 0) {
    return code;
  }
  const docs = await startDocsServer();
  io.stdout.write('\n');
  try {
    const api = ['--api', `${stack}/BooksApi`];
    return await main(
      [
        'serve',
        path,
        ...api,
        '--port',
        values.port,
        '--target',
        `https://docs.example.com=${docs.url}`,
        ...inspect,
        ...((await inspector) ?? []),
      ],
      io,
    );
  } finally {
    docs.server.close();
    docs.server.closeAllConnections();
  }
}

void start().then((code) => {
  process.exitCode = code;
});
