import { spawn } from 'node:child_process';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { EnvironmentCredentials } from '../../src/functions/environment-credentials';
import { environmentVariables, passedOn } from '../../src/functions/environment-variables';
import { Invocation, InvocationQueue } from '../../src/functions/invocation';
import { LineReader } from '../../src/functions/line-reader';
import { memoryLimits, parsePs, residentBytes } from '../../src/functions/processes/memory-limit';
import { fn } from './support';

const CONTEXT = {
  name: 'books',
  version: '1',
  arn: 'arn',
  memoryMegabytes: 128,
  timeoutMillis: 1000,
  logGroup: 'group',
  logStream: 'stream',
};
const FOLDERS = { root: '/code', home: '/home', temp: '/temp', emptyFile: '/empty' };
const NODE = '/opt/node/bin/node';
const HOST = { passed: {}, credentials: new EnvironmentCredentials().issue(fn()) };

describe('variables', () => {
  test('on Windows, what programs need to start and where its home is', () => {
    const platform = vi.spyOn(process, 'platform', 'get').mockReturnValue('win32');
    onTestFinished(() => platform.mockRestore());
    vi.stubEnv('SystemRoot', 'C:\\Windows');
    vi.stubEnv('Secret', 'x');
    onTestFinished(() => void vi.unstubAllEnvs());
    const variables = environmentVariables(fn(), CONTEXT, FOLDERS, HOST, NODE);
    expect(variables).toMatchObject({ SystemRoot: 'C:\\Windows', USERPROFILE: '/home', HOME: '/home', TEMP: '/temp' });
    expect(variables.PATH).toContain('C:\\Windows');
    expect(variables).not.toHaveProperty('Secret');
    vi.stubEnv('SystemRoot', undefined);
    expect(environmentVariables(fn(), CONTEXT, FOLDERS, HOST, NODE).PATH).toContain('C:\\Windows');
  });

  test('of layers lead to their programs and libraries', () => {
    const variables = environmentVariables(fn(), CONTEXT, { ...FOLDERS, layers: '/layers' }, HOST, NODE);
    expect(variables).toMatchObject({ PATH: '/opt/node/bin:/usr/local/bin:/usr/bin:/bin:/layers/bin', LD_LIBRARY_PATH: '/layers/lib' });
    expect(environmentVariables(fn(), CONTEXT, FOLDERS, HOST, NODE)).not.toHaveProperty('LD_LIBRARY_PATH');
  });

  test('put the folder of the runtime first on the path', () => {
    expect(environmentVariables(fn(), CONTEXT, FOLDERS, HOST, NODE).PATH).toBe('/opt/node/bin:/usr/local/bin:/usr/bin:/bin');
  });

  test('never change the name of the log stream, by which the processes of an environment are found', () => {
    const environment = { AWS_LAMBDA_LOG_STREAM_NAME: 'mine' };
    const variables = environmentVariables(
      fn({ environment }),
      CONTEXT,
      FOLDERS,
      { ...HOST, passed: { AWS_LAMBDA_LOG_STREAM_NAME: 'passed' } },
      NODE,
    );
    expect(variables.AWS_LAMBDA_LOG_STREAM_NAME).toBe('stream');
  });

  test('of the gateway give way to those of the template, and these to passed ones', () => {
    const names = (host: object, environment = {}) =>
      environmentVariables(fn({ environment }), CONTEXT, FOLDERS, { ...HOST, defaults: { AWS_CA_BUNDLE: 'gateway' }, ...host }, NODE)
        .AWS_CA_BUNDLE;
    expect(names({})).toBe('gateway');
    expect(names({}, { AWS_CA_BUNDLE: 'template' })).toBe('template');
    expect(names({ passed: { AWS_CA_BUNDLE: 'passed' } }, { AWS_CA_BUNDLE: 'template' })).toBe('passed');
  });

  test('are passed on by their own names alone', () => {
    expect(passedOn(['A', 'B', '__proto__'], { A: '1', C: '2' })).toEqual({ A: '1' });
  });
});

describe('credentials of an environment', () => {
  test('identify their function until they are revoked, and share only the access key ID', () => {
    const all = new EnvironmentCredentials();
    const [one, other] = [fn({ key: 'one' }), fn({ key: 'other' })];
    const [mine, another] = [all.issue(one), all.issue(other)];
    const owner = ({ accessKeyId, sessionToken }: typeof mine) => all.find(accessKeyId, sessionToken)?.function.key;

    expect([owner(mine), owner(another)]).toEqual(['one', 'other']);
    expect(another.accessKeyId).toBe(mine.accessKeyId);
    expect(another.secretAccessKey).not.toBe(mine.secretAccessKey);
    expect(all.find('AKIDOTHER', mine.sessionToken)).toBeUndefined();
    expect(all.find(mine.accessKeyId, undefined)).toBeUndefined();

    all.revoke(mine);
    expect([owner(mine), owner(another)]).toEqual([undefined, 'other']);
  });

  test('are those in its variables, unless it is given others', () => {
    const { credentials } = HOST;
    expect(environmentVariables(fn(), CONTEXT, FOLDERS, HOST, NODE)).toMatchObject({
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_SESSION_TOKEN: credentials.sessionToken,
    });
    const given = environmentVariables(fn({ environment: { AWS_ACCESS_KEY_ID: 'AKID' } }), CONTEXT, FOLDERS, HOST, NODE);
    expect(given).toMatchObject({ AWS_ACCESS_KEY_ID: 'AKID' });
    expect(given).not.toHaveProperty('AWS_SESSION_TOKEN');
  });
});

describe('lines', () => {
  function read(maxBytes: number, ...chunks: readonly (string | Buffer)[]) {
    const lines: (readonly [string, number])[] = [];
    const reader = new LineReader(maxBytes, (line, cutBytes) => lines.push([line, cutBytes]));
    for (const chunk of chunks) {
      reader.push(Buffer.from(chunk));
    }
    reader.end();
    reader.end();
    return lines;
  }

  test('come whole, however they arrive', () => {
    const bytes = Buffer.from('é漢\n\nb');
    for (let cut = 0; cut <= bytes.length; cut++) {
      expect(read(100, bytes.subarray(0, cut), bytes.subarray(cut))).toEqual([
        ['é漢', 0],
        ['', 0],
        ['b', 0],
      ]);
    }
  });

  test('are cut at their limit, and what is cut is counted', () => {
    expect(read(4, 'abcd\nabcde\nab', 'cd', 'efg\nx\n', 'abcd', 'efgh')).toEqual([
      ['abcd', 0],
      ['abcd', 1],
      ['abcd', 3],
      ['x', 0],
      ['abcd', 4],
    ]);
  });
});

describe('memory', () => {
  test('is read from the output of ps', () => {
    expect(parsePs('  123   2048\n45678 1\n\nps: nothing\n')).toEqual([
      [123, 2_097_152],
      [45_678, 1024],
    ]);
  });

  test.runIf(process.platform === 'linux')('counts what belongs to a process, and nothing for one that is gone', () => {
    expect(residentBytes(process.pid)).toBeGreaterThan(10_000_000);
    expect(residentBytes(2 ** 30)).toBe(0);
  });

  test.each(['linux', 'darwin'] as const)('is looked after on %s', async (system) => {
    const child = spawn('sleep', ['60'], { stdio: 'ignore' });
    onTestFinished(() => void child.kill('SIGKILL'));
    const platform = vi.spyOn(process, 'platform', 'get').mockReturnValue(system);
    onTestFinished(() => platform.mockRestore());
    const release = await new Promise<() => void>((resolve) => {
      const added = memoryLimits.add(child.pid as number, 1, () => resolve(added));
    });
    release();
  });
});

describe('the queue of invocations', () => {
  const invocation = (name: string) => new Invocation(name, { requestId: name, timeoutMillis: 1 }, () => undefined);

  test('gives each once, in the order of their coming', () => {
    const queue = new InvocationQueue();
    const [a, b, c, first] = ['a', 'b', 'c', 'first'].map(invocation) as [Invocation, Invocation, Invocation, Invocation];
    for (const each of [a, b, c]) {
      queue.add(each);
    }
    expect([queue.remove(b), queue.remove(b), queue.size]).toEqual([true, false, 2]);
    expect(queue.next()).toBe(a);
    queue.addFirst(first);
    expect([queue.next(), queue.size, queue.next(), queue.next(), queue.size]).toEqual([first, 1, c, undefined, 0]);
    queue.add(a);
    queue.add(b);
    expect(queue.remove(a)).toBe(true);
    expect([queue.clear(), queue.size, queue.next()]).toEqual([[b], 0, undefined]);
  });

  test('stays in order when it is never empty', () => {
    const queue = new InvocationQueue();
    const taken: string[] = [];
    queue.add(invocation('0'));
    for (let number = 1; number < 5000; number++) {
      queue.add(invocation(String(number)));
      taken.push(queue.next()?.event ?? '');
    }
    expect(taken).toEqual(Array.from({ length: 4999 }, (_, number) => String(number)));
    expect(queue.size).toBe(1);
  });
});
