import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { Environment } from '../../src/backends/lambda/environment';
import { environmentVariables, passedOn } from '../../src/backends/lambda/environment-variables';
import { FunctionPool } from '../../src/backends/lambda/function-pool';
import { Invocation } from '../../src/backends/lambda/invocation';
import { Ledger, SLOTS, Stage } from '../../src/backends/lambda/ledger';
import { ResultSlots } from '../../src/backends/lambda/result-slots';
import { ThreadPlans } from '../../src/backends/lambda/thread-plans';
import { fn, inline } from './support';

const FACTS = {
  name: 'books',
  version: '1',
  arn: 'arn',
  memoryMegabytes: 128,
  timeoutMillis: 1000,
  logGroup: 'group',
  logStream: 'stream',
};
const PLACES = { root: '/code', home: '/home', nothing: '/nothing' };

describe('variables', () => {
  test('on Windows, what programs need to start and where its home is', () => {
    const platform = vi.spyOn(process, 'platform', 'get').mockReturnValue('win32');
    onTestFinished(() => platform.mockRestore());
    vi.stubEnv('SystemRoot', 'C:\\Windows');
    vi.stubEnv('Secret', 'x');
    onTestFinished(() => void vi.unstubAllEnvs());
    const variables = environmentVariables(fn(), FACTS, PLACES, {});
    expect(variables).toMatchObject({ SystemRoot: 'C:\\Windows', USERPROFILE: '/home', HOME: '/home', TEMP: '/home' });
    expect(variables.PATH).toContain('C:\\Windows');
    expect(variables).not.toHaveProperty('Secret');
    vi.stubEnv('SystemRoot', undefined);
    expect(environmentVariables(fn(), FACTS, PLACES, {}).PATH).toContain('C:\\Windows');
  });

  test('of layers', () => {
    expect(environmentVariables(fn({ moduleFolders: ['/a', '/b'] }), FACTS, PLACES, {}).NODE_PATH).toMatch(/^\/a[:;]\/b[:;]\/code$/);
  });

  test('are passed on by their own names alone', () => {
    expect(passedOn(['A', 'B', '__proto__'], { A: '1', C: '2' })).toEqual({ A: '1' });
  });
});

describe('the ledger', () => {
  test('lets each invocation begin or be taken back, never both', () => {
    const ledger = new Ledger();
    const worker = new Ledger(ledger.memory);
    ledger.offer(3);
    expect(worker.begin(3, 7)).toBe(true);
    expect(ledger.withdraw(3)).toBe(false);
    expect([ledger.stage(3), ledger.begunAt]).toEqual([Stage.BEGUN, 7]);
    ledger.offer(4);
    expect(ledger.withdraw(4)).toBe(true);
    expect(worker.begin(4, 8)).toBe(false);
    expect(ledger.passed).toBe(2);
  });

  test('has the host woken once until it looks', () => {
    const ledger = new Ledger();
    expect([ledger.wake(), ledger.wake()]).toEqual([true, false]);
    ledger.awake();
    expect(ledger.wake()).toBe(true);
  });

  test('averages what invocations take, and believes quick ones sooner', () => {
    const ledger = new Ledger();
    ledger.end(0, Stage.DONE, 100);
    expect(ledger.averageMicros).toBe(100);
    ledger.end(0, Stage.DONE, 260);
    expect(ledger.averageMicros).toBe(110);
    ledger.end(0, Stage.DONE, 50);
    expect(ledger.averageMicros).toBe(80);
  });
});

test('slots keep results apart, up to their size', () => {
  const slots = new ResultSlots();
  expect([slots.write(0, 'first'), slots.write(1, 'é漢😀'), slots.write(SLOTS - 1, '')]).toEqual([true, true, true]);
  expect([slots.read(0), slots.read(1), slots.read(SLOTS - 1)]).toEqual(['first', 'é漢😀', '']);
  expect([slots.write(2, 'a'.repeat(16_380)), slots.write(2, 'a'.repeat(16_381)), slots.write(2, '漢'.repeat(5461))]).toEqual([
    true,
    false,
    false,
  ]);
  expect(slots.read(2)).toBe('a'.repeat(16_380));
});

describe('an environment', () => {
  function environment(text: string) {
    const plans = new ThreadPlans(0, []);
    onTestFinished(() => plans.close());
    const listener = { ready: vi.fn(), unloadable: vi.fn(), progressed: vi.fn(), ended: vi.fn(), wrote: vi.fn() };
    const made = new Environment(plans.of(inline(text)), 0, listener, () => 0);
    onTestFinished(() => made.end('over', { kind: 'closed' }));
    return { made, listener };
  }
  const invocation = (settle = vi.fn()) => new Invocation('{}', { requestId: 'r', timeoutMillis: 1 }, 0, settle, () => undefined);

  test('is never given more than it has slots, however often some are taken back', async () => {
    // It never begins: nothing is sent.
    const { made } = environment('exports.handler = async () => {};');
    expect(made.room).toBe(SLOTS / 2);
    for (let round = 0; round < 2; round++) {
      for (let room = made.room; room > 0; room--) {
        made.give(invocation(), 0);
      }
      expect([made.room, made.load]).toEqual([0, SLOTS / 2]);
      expect(made.takeBack()).toHaveLength(SLOTS / 2);
    }
    expect([made.room, made.load]).toEqual([0, 0]);
  });

  test('gives back what has not begun when it ends, and answers a timeout to the first one', async () => {
    const { made, listener } = environment('exports.handler = async () => {};');
    const settled = vi.fn();
    const [first, second] = [invocation(settled), invocation()];
    made.give(first, 0);
    made.give(second, 0);
    expect(made.busyMillis(40)).toBe(40);
    expect([made.isStuck(40), made.isStuck(60)]).toEqual([false, true]);
    await made.end('too long', { kind: 'timeout', millis: 1 });
    expect(listener.ended).toHaveBeenCalledExactlyOnceWith(made, { reason: 'too long', requestId: 'r', unbegun: [second] });
    expect(settled).toHaveBeenCalledExactlyOnceWith({ kind: 'timeout', millis: 1 });
  });
});

describe('a pool', () => {
  function pool(text: string, properties = {}) {
    const plans = new ThreadPlans(0, []);
    let now = 0;
    const made = new FunctionPool(inline(text, properties), {
      maxEnvironments: 1,
      parallelism: 1,
      now: () => now,
      log: () => undefined,
      hasWork: (each) => setImmediate(() => each.handOut()),
      plan: (each) => plans.of(each),
    });
    onTestFinished(async () => {
      await made.close();
      plans.close();
    });
    const pass = (millis: number) => {
      now += millis;
      return made.check(now);
    };
    return { made, pass };
  }

  test.each([
    [1000, 10_000, 'the code takes longer than 10 s to load'],
    [30_000, 30_000, 'the code takes longer than 30 s to load'],
  ])('gives code of a function with a timeout of %d ms %d ms to load', async (timeoutMillis, limit, reason) => {
    const { made, pass } = pool('for (;;);', { timeoutMillis });
    const preparing = made.prepare();
    expect(pass(limit)).toBe(true);
    pass(1);
    await expect(preparing).rejects.toThrow(reason);
  });

  test('tells what waits for it as well', async () => {
    const { made, pass } = pool('for (;;);');
    const answer = made.invoke('{}', { requestId: 'r', timeoutMillis: 60_000 });
    await new Promise((resolve) => setImmediate(resolve));
    pass(10_001);
    expect(await answer).toMatchObject({ kind: 'unloadable' });
  });
});
