import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { lives, until } from '../functions/support';
import { functionOf, hostedFor, PREPARE_MILLIS, requirePrograms, SUBJECTS } from './subjects';

beforeAll(requirePrograms, PREPARE_MILLIS);

const TIMEOUT = /Task timed out after \d\.\d0 seconds/;
const MEMORY = /it (?:used more than|ran out of) its 128 MB of memory/;

/** What was done, the event that does it, what the caller gets, and its reason in the log. */
type Fault = readonly [name: string, event: object, kind: 'crash' | 'timeout' | 'error', reason: RegExp];

const FAULTS: readonly Fault[] = [
  ['throws', { do: 'fail', message: 'no such book' }, 'error', /no such book/],
  ['exits', { do: 'exit', code: 3 }, 'crash', /its process exited with code 3|Runtime exited with error: exit status 3/],
  ['exits in good order', { do: 'exit', code: 0 }, 'crash', /its process exited with code 0|Runtime exited without providing a reason/],
  ['kills itself', { do: 'kill' }, 'crash', /its process was ended by SIGKILL|Runtime exited with error: signal: SIGKILL/],
  ['hangs', { do: 'sleep', millis: 60_000 }, 'timeout', TIMEOUT],
  ['loops', { do: 'loop' }, 'timeout', TIMEOUT],
  ['floods its output', { do: 'flood' }, 'timeout', TIMEOUT],
  ['floods its output without a line break', { do: 'floodWithoutLines' }, 'timeout', TIMEOUT],
  ['allocates more than its memory', { do: 'allocate' }, 'crash', MEMORY],
  ['returns more than 6 MB', { do: 'large', bytes: 7e6 }, 'error', /Function\.ResponseSizeTooLarge/],
  ['leaves child processes behind', { do: 'children', code: 7 }, 'crash', /its process exited with code 7|exit status 7/],
];

const PIPE_FAULTS: readonly Fault[] = [
  ['closes the pipe that it gets events by', { do: 'closePipe', descriptor: 3 }, 'crash', /its pipe to the gateway is closed/],
  ['closes the pipe that it answers by', { do: 'closePipe', descriptor: 4 }, 'crash', /its pipe to the gateway is closed/],
  ['writes to the pipe of the runtime', { do: 'writePipe', text: 'garbage\n' }, 'crash', /something other than the runtime wrote/],
];

/** Processes whose environment has this in it. */
function processesWith(marker: string): readonly string[] {
  return readdirSync('/proc').filter((name) => {
    try {
      return /^\d+$/.test(name) && readFileSync(`/proc/${name}/environ`, 'latin1').includes(marker);
    } catch {
      return false;
    }
  });
}

describe.each(SUBJECTS.map((subject) => [subject.name, subject] as const))('a function in %s', (_, subject) => {
  describe('gets its event and returns a result', () => {
    test.each<[string, unknown]>([
      ['null', null],
      ['text', 'any'],
      ['empty text', ''],
      ['numbers', [0, -1, 1.5, 1e21, 123456789012345]],
      ['booleans', [true, false]],
      ['nested values', { a: [{ b: { c: [] } }, {}], '': 'empty name' }],
      ['quotes, line breaks and control characters', 'a"b\\c\r\n\t\u0000\u001f'],
      ['characters outside of ASCII', 'Zoë, 日本語, \u2028, 🎉'],
      ['names outside of ASCII', { Größe: 1 }],
      ['1 MB', 'ä'.repeat(500_000)],
    ])('%s', async (_name, value) => {
      expect(await hostedFor(subject).call(functionOf(subject), { do: 'return', value })).toEqual(value);
    });

    test('keeps the state of its module between invocations', async () => {
      const { call } = hostedFor(subject, { maxEnvironments: 1 });
      const one = functionOf(subject);
      const first = (await call(one, { do: 'count' })) as { calls: number; pid: number };
      expect(await call(one, { do: 'count' })).toEqual({ calls: first.calls + 1, pid: first.pid });
    });

    test('runs one invocation at a time in an environment', async () => {
      const { call } = hostedFor(subject, { maxEnvironments: 2 });
      const one = functionOf(subject);
      const startedAt = Date.now();
      await Promise.all(Array.from({ length: 4 }, () => call(one, { do: 'sleep', millis: 300 })));
      expect(Date.now() - startedAt).toBeGreaterThanOrEqual(600);
    });

    test('knows its function and the time that is left', async () => {
      const { call } = hostedFor(subject);
      const one = functionOf(subject, { timeoutMillis: 5000, memoryMegabytes: 256 });
      const context = (await call(one, { do: 'context' })) as Record<string, unknown>;
      expect(context).toMatchObject({
        name: 'books',
        version: '$LATEST',
        arn: 'arn:aws:lambda:eu-west-1:123456789012:function:books',
        memory: 256,
        requestId: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
        logGroup: '/aws/lambda/books',
        logStream: expect.stringMatching(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/),
      });
      expect(context.remaining).toBeGreaterThan(3000);
      expect(context.remaining).toBeLessThanOrEqual(5000);
      expect(((await call(one, { do: 'context' })) as { requestId: string }).requestId).not.toBe(context.requestId);
    });

    test('finds the trace id of each invocation in its environment', async () => {
      const { invoke } = hostedFor(subject, { maxEnvironments: 1 });
      const one = functionOf(subject);
      expect(await invoke(one, { do: 'traceId' }, { traceId: 'Root=1-2-3' })).toEqual({ kind: 'result', payload: '"Root=1-2-3"' });
      expect(await invoke(one, { do: 'traceId' })).toEqual({ kind: 'result', payload: 'null' });
    });

    test('has written its output before its result, also what does not end with a line break', async () => {
      const { call, output } = hostedFor(subject, { maxEnvironments: 1 });
      const one = functionOf(subject);
      for (let round = 1; round <= 3; round++) {
        await call(one, { do: 'print', text: `é ${round}\nopen` });
        expect(output().slice(-2)).toMatchObject([
          { requestId: `r-${round}`, level: 'stdout', text: `é ${round}` },
          { requestId: `r-${round}`, level: 'stdout', text: 'open' },
        ]);
      }
    });

    test('reports what it throws with its type, message and stack', async () => {
      const { invoke, output } = hostedFor(subject);
      const result = await invoke(functionOf(subject), { do: 'fail', message: 'no bøøk' });
      expect(result).toMatchObject({
        kind: 'error',
        error: { errorType: subject.errorType, errorMessage: 'no bøøk' },
      });
      if (subject.ownBootstrap) {
        expect(result).toMatchObject({ error: { trace: expect.arrayContaining([expect.stringContaining('index')]) } });
        expect(output().find(({ level }) => level === 'ERROR')?.text).toMatch(/TypeError: no bøøk/);
      }
    });
  });

  describe('that fails is answered, the next request gets a working environment, and nothing is left', () => {
    const { ownBootstrap = false, shortTimeoutMillis = 500 } = subject;

    test.each(ownBootstrap ? [...FAULTS, ...PIPE_FAULTS] : FAULTS)('one that %s', async (_name, event, kind, reason) => {
      const { call, invoke, texts } = hostedFor(subject, { maxEnvironments: 1 });
      const one = functionOf(subject, { timeoutMillis: kind === 'timeout' ? shortTimeoutMillis : 20_000 });
      const { pid } = (await call(one, { do: 'count' })) as { pid: number };
      const { logStream } = (await call(one, { do: 'context' })) as { logStream: string };
      const result = await invoke(one, event);
      expect(result.kind).toBe(kind);
      expect([...texts(), JSON.stringify(result)].join('\n')).toMatch(reason);
      expect(texts().join('').length).toBeLessThan(20e6);
      const next = (await call(one, { do: 'count' })) as { calls: number; pid: number };
      // A client of the Runtime API may exit when its response is refused.
      const keeps = kind === 'error' && (ownBootstrap || !('bytes' in event) || next.pid === pid);
      if (keeps) {
        expect(next).toEqual({ calls: 4, pid });
      } else {
        expect(next.calls).toBe(1);
        await until(() => !lives(pid) && processesWith(logStream).length === 0);
      }
    });
  });

  describe('is isolated', () => {
    const SECRET = 'planted-secret';

    test('from the variables and the home of the host', async () => {
      for (const name of [
        'AWS_ACCESS_KEY_ID',
        'AWS_PROFILE',
        'GITHUB_TOKEN',
        'PYTHONPATH',
        'PYTHONSTARTUP',
        'PYTHONHOME',
        'NODE_OPTIONS',
      ]) {
        vi.stubEnv(name, name === 'NODE_OPTIONS' ? '--no-deprecation' : `/${SECRET}`);
      }
      vi.stubEnv('AWS_REGION', 'eu-central-1');
      onTestFinished(() => void vi.unstubAllEnvs());
      const { call } = hostedFor(subject);
      const seen = (await call(functionOf(subject, { environment: { TABLE: 'books' } }), { do: 'environment' })) as {
        readonly variables: Readonly<Record<string, string>>;
        readonly home: string;
        readonly temp: string;
        readonly homeFiles: readonly string[];
      };
      expect(JSON.stringify(seen)).not.toContain(SECRET);
      expect(seen.variables).toMatchObject({
        TABLE: 'books',
        AWS_REGION: 'eu-west-1',
        AWS_ENDPOINT_URL: 'http://set-aws-endpoint-url-to-reach-a-service.invalid',
        AWS_EC2_METADATA_DISABLED: 'true',
        TZ: ':UTC',
      });
      const { runtime } = subject.function;
      expect(seen.variables.AWS_EXECUTION_ENV).toBe(runtime.startsWith('provided') ? undefined : `AWS_Lambda_${runtime}`);
      expect(readFileSyncIfThere(seen.variables.AWS_SHARED_CREDENTIALS_FILE)).toBe('');
      expect(seen.homeFiles).toEqual([]);
      expect(seen.temp).toBe(seen.variables.TMPDIR);
    });

    test('from other functions', async () => {
      const { call } = hostedFor(subject);
      const [one, other] = [functionOf(subject), functionOf(subject)];
      const homeOf = async (each: typeof one) => ((await call(each, { do: 'environment' })) as { home: string }).home;
      expect(await homeOf(one)).not.toBe(await homeOf(other));
      expect(await call(other, { do: 'count' })).toMatchObject({ calls: 2 });
    });

    test('and leaves no process and no file when the gateway closes', async () => {
      const { host, call } = hostedFor(subject);
      const one = functionOf(subject);
      const { pid } = (await call(one, { do: 'count' })) as { pid: number };
      const { home } = (await call(one, { do: 'environment' })) as { home: string };
      await host.close();
      expect([lives(pid), existsSync(home)]).toEqual([false, false]);
    });
  });
});

function readFileSyncIfThere(path: string | undefined): string | undefined {
  return path !== undefined && existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}
