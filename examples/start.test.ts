import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(__dirname, '..');

/** Runs the command of `npm start`, without npm. */
function start(...args: readonly string[]) {
  const tsx = join(root, 'node_modules/tsx/dist/cli.mjs');
  const child = spawn(process.execPath, [tsx, '--tsconfig', 'tsconfig.dev.json', 'examples/start.ts', ...args], {
    cwd: root,
    env: { ...process.env, CDK_VALIDATION: 'false', NO_COLOR: '1' },
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk;
  });
  child.stderr.on('data', (chunk: Buffer) => {
    output += chunk;
  });
  const exit = new Promise<number | null>((resolve) => child.on('exit', resolve));
  const said = async (text: string) => {
    while (!output.includes(text)) {
      if (child.exitCode !== null) {
        throw new Error(`it ended with ${child.exitCode} before it said ${text}:\n${output}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return output;
  };
  return { child, exit, said };
}

/** The requests of the printed curl commands, in order. */
function curls(output: string) {
  return [...output.matchAll(/curl (?:-X (\w+) )?(?:-H '([^:]+): ([^']+)' -d '([^']*)' )?(http:\S+)/g)].map(
    ([, method = 'GET', header = '', value = '', body, url = '']) => ({
      url,
      method,
      body,
      headers: header === '' ? {} : { [header]: value },
    }),
  );
}

describe('npm start', () => {
  test('ends with a gateway all of whose commands are answered, and Ctrl-C ends it', async () => {
    const { child, exit, said } = start('--port', '0');
    const output = await said('Ctrl-C');
    const requests = curls(output);
    const [, page = ''] = /(http:\S+)\/#token=/.exec(output) ?? [];
    expect(await (await fetch(page)).text()).toContain('<title>API inspector</title>');

    const statuses = await Promise.all(requests.map(async ({ url, ...init }) => [init.method, (await fetch(url, init)).status]));
    expect(statuses).toEqual([
      ['GET', 200],
      ['POST', 400],
      ['GET', 200],
      ['GET', 200],
    ]);
    child.kill('SIGINT');
    // tsx waits 30 ms for its child, and then exits with the code that shells use after SIGINT.
    expect([0, 130]).toContain(await exit);
  });

  test('--help names the examples', async () => {
    const { exit, said } = start('--help');
    expect(await said('--no-serve')).toMatch(/^npm start -- \[books \| .*chat.*\]/);
    expect(await exit).toBe(0);
  });

  test('--no-serve stops after the view', async () => {
    const { exit, said } = start('--no-serve');
    expect(await said('Template')).toContain('GET /books/{id}');
    expect(await exit).toBe(0);
  });
});
