import { main } from '@apigwv2-integrations/local';
import { App } from 'aws-cdk-lib';
import { expect, onTestFinished } from 'vitest';

/** Synthesizes an app into a folder that is called cdk.out on the pages. */
export function synth(build: (app: App) => void): string {
  const app = new App({ analyticsReporting: false });
  build(app);
  return app.synth().directory;
}

/** Runs commands one after the other, and sends the requests that the page shows to what is served. */
export async function run(
  commands: readonly (readonly string[])[],
  requests: readonly (readonly [path: string, init?: RequestInit])[] = [],
) {
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  let out = '';
  const io = {
    stdout: { columns: 112, write: (text: string) => (out += text) },
    stderr: { write: (text: string) => (out += text) },
    env: {},
    stop: stop.signal,
  };
  for (const command of commands) {
    const ended = main(command, io);
    if (command[0] === 'serve') {
      await expect.poll(() => out, { timeout: 20_000 }).toContain('Press Ctrl-C');
      const [url = ''] = /http:\/\/127\.0\.0\.1:\d+/.exec(out) ?? [];
      for (const [path, init] of requests) {
        await fetch(url + path, init);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      stop.abort();
    }
    await ended;
  }
  return out;
}
