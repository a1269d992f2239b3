import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { main, processIo } from '@apigwv2-integrations/local';
import { inspectorFlags } from '../inspector';
import { synthesizeExample } from '../synthesize';
import { startLocalServices } from './local-services';
import { tokenFor } from './token';

/** Synthesizes this example, lists its routes, and serves them locally, with stand-ins of its table and its website. */
async function start(): Promise<number> {
  const { values } = parseArgs({ options: { 'no-serve': { type: 'boolean' }, port: { type: 'string', default: '3000' } } });
  const io = processIo();
  // It is built while cdk synth runs.
  const inspector = values['no-serve'] === true ? undefined : inspectorFlags(io);

  const path = await synthesizeExample(__dirname, io);
  if (path === undefined) {
    return 1;
  }
  const code = await main(['routes', path], io);
  if (values['no-serve'] === true || code !== 0) {
    return code;
  }
  const services = await startLocalServices();
  const secret = randomBytes(16).toString('hex');
  const overrides = join(path, 'overrides.json');
  writeFileSync(
    overrides,
    JSON.stringify({
      values: { TokenSecret: secret },
      environment: { 'Chat/ChatHandler': { AWS_ENDPOINT_URL_DYNAMODB: services.table } },
    }),
  );
  io.stdout.write('\nTalk in two other terminals:\n');
  for (const name of ['ada', 'bob']) {
    io.stdout.write(`  npm run -s local -- connect 'ws://127.0.0.1:${values.port}/live?token=${tokenFor(name, secret)}'\n`);
  }
  io.stdout.write('  {"action":"join","room":"books"}\n  {"action":"send","text":"hello"}\n\n');
  try {
    const options = [
      '--overrides',
      overrides,
      '--endpoint',
      `dynamodb=${services.table}`,
      '--target',
      `https://quotes.example.com=${services.quotes}`,
    ];
    return await main(['serve', path, '--port', values.port, ...options, ...((await inspector) ?? [])], io);
  } finally {
    services.close();
  }
}

void start().then((code) => {
  process.exitCode = code;
});
