import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { FunctionPlan } from '../../src/definitions/function';
import type {
  EnvironmentListener,
  EnvironmentOutcome,
  EnvironmentRequest,
  EnvironmentState,
  ExecutionEnvironment,
} from '../../src/functions/execution-environment';
import type { FunctionActivity } from '../../src/gateway/log-entry';
import { fn } from './support';

/** An environment that does what the test says. */
class FakeEnvironment implements ExecutionEnvironment {
  public state: EnvironmentState = 'starting';
  public readonly requests: EnvironmentRequest[] = [];
  public terminated = 0;
  private answer: (outcome: EnvironmentOutcome) => void = () => undefined;

  public constructor(public readonly listener: EnvironmentListener) {}

  public load(): void {
    this.state = 'ready';
    this.listener.ready();
  }

  public invoke(request: EnvironmentRequest): Promise<EnvironmentOutcome> {
    expect(this.state).toBe('ready');
    this.state = 'busy';
    this.requests.push(request);
    return new Promise((resolve) => {
      this.answer = resolve;
    });
  }

  public async finish(outcome: EnvironmentOutcome = { kind: 'result', payload: '1' }): Promise<void> {
    this.state = 'ready';
    this.answer(outcome);
    await vi.advanceTimersByTimeAsync(0);
  }

  public async die(outcome: EnvironmentOutcome): Promise<void> {
    this.state = 'ended';
    this.listener.ended('it died');
    this.answer(outcome);
    await vi.advanceTimersByTimeAsync(0);
  }

  public async terminate(): Promise<void> {
    this.state = 'ended';
    this.terminated++;
    this.answer({ kind: 'crash', reason: 'terminated' });
  }
}

/** With the clock of the test: functions otherwise keep the real one, whatever a test does to it. */
let scheduling: typeof import('../../src/functions/scheduler');
let pools: typeof import('../../src/functions/environment-pool');

beforeEach(async () => {
  vi.useFakeTimers();
  vi.doMock('../../src/functions/timers', () => {
    const { clearInterval, clearTimeout, setInterval, setTimeout } = globalThis;
    return { clearInterval, clearTimeout, setInterval, setTimeout, now: () => performance.now() };
  });
  vi.resetModules();
  scheduling = await import('../../src/functions/scheduler');
  pools = await import('../../src/functions/environment-pool');
});
afterEach(() => {
  vi.doUnmock('../../src/functions/timers');
  vi.resetModules();
  vi.useRealTimers();
});

function scheduled(properties: Partial<FunctionPlan> = {}, maxEnvironments = 2) {
  const environments: FakeEnvironment[] = [];
  const events: FunctionActivity[] = [];
  const scheduler = new scheduling.Scheduler(fn(properties), (event) => events.push(event), {
    maxEnvironments,
    start: async (listener) => {
      const made = new FakeEnvironment(listener);
      environments.push(made);
      return made;
    },
  });
  let calls = 0;
  const invoke = (timeoutMillis = 30_000) => {
    const requestId = `r-${++calls}`;
    return scheduler.invoke(JSON.stringify(requestId), { requestId, timeoutMillis });
  };
  const settle = () => vi.advanceTimersByTimeAsync(0);
  const at = (index: number) => environments[index] as FakeEnvironment;
  const received = () => environments.map(({ requests }) => requests.map(({ event }) => JSON.parse(event)));
  const steps = () => events.map((event) => (event.kind === 'invocation' ? `${event.requestId} ${event.step}` : event.text));
  return { scheduler, environments, events, invoke, settle, at, received, steps };
}

describe('environments', () => {
  test('start on demand up to the limit, and do one invocation at a time in the order of their coming', async () => {
    const { invoke, settle, at, environments, received } = scheduled();
    const answers = [invoke(), invoke(), invoke(), invoke()];
    await settle();
    expect(environments).toHaveLength(2);
    at(1).load();
    at(0).load();
    expect(received()).toEqual([['r-2'], ['r-1']]);
    await at(1).finish();
    await at(0).finish();
    expect(received()).toEqual([
      ['r-2', 'r-4'],
      ['r-1', 'r-3'],
    ]);
    await at(1).finish();
    await at(0).finish();
    expect(await Promise.all(answers)).toEqual(Array.from({ length: 4 }, () => ({ kind: 'result', payload: '1' })));
    expect(environments).toHaveLength(2);
  });

  test('that were used last are used first, and idle ones end', async () => {
    const { invoke, settle, at, scheduler, received } = scheduled();
    void invoke();
    void invoke();
    await settle();
    at(0).load();
    at(1).load();
    await at(0).finish();
    await vi.advanceTimersByTimeAsync(1000);
    await at(1).finish();
    scheduler.endIdle(performance.now() - 500);
    expect([at(0).terminated, at(1).terminated]).toEqual([1, 0]);
    void invoke();
    expect(received()).toEqual([['r-1'], ['r-2', 'r-3']]);
    scheduler.endIdle(performance.now() + 1);
    expect(at(1).terminated).toBe(0);
  });

  test('start for each one that waits, not for each look at the queue', async () => {
    const { invoke, settle, environments } = scheduled({}, 10);
    void invoke();
    void invoke();
    void invoke();
    await settle();
    expect(environments).toHaveLength(3);
  });

  test.each([
    [1000, 10_000],
    [30_000, 30_000],
  ])('of a function with a timeout of %d ms have %d ms to load', async (timeoutMillis, limit) => {
    const { invoke, settle, at, scheduler } = scheduled({ timeoutMillis });
    const answer = invoke(60_000);
    const prepared = expect(scheduler.prepare()).rejects.toThrow('the code takes longer than');
    await settle();
    await vi.advanceTimersByTimeAsync(limit - 1);
    expect(at(0).terminated).toBe(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(at(0).terminated).toBe(1);
    expect(await answer).toMatchObject({
      kind: 'init-error',
      reason: `books does not load (handler index.handler): the code takes longer than ${limit / 1000} s to load`,
    });
    await prepared;
  });

  test('that do not load fail those that wait, unless another one is loaded', async () => {
    const { invoke, settle, at, environments } = scheduled();
    const [first, second] = [invoke(), invoke()];
    await settle();
    await at(0).die({ kind: 'unstarted' });
    expect(await first).toMatchObject({ kind: 'init-error', reason: expect.stringContaining('it died') });
    expect(await second).toMatchObject({ kind: 'init-error' });
    at(1).load();
    const [third, fourth] = [invoke(), invoke()];
    await settle();
    expect(environments).toHaveLength(3);
    await at(2).die({ kind: 'unstarted' });
    await at(1).finish();
    await at(1).finish();
    expect(await Promise.all([third, fourth])).toMatchObject([{ kind: 'result' }, { kind: 'result' }]);
  });

  test('whose code cannot be had are no environments', async () => {
    const scheduler = new scheduling.Scheduler(fn(), () => undefined, {
      maxEnvironments: 1,
      start: () => Promise.reject(new Error('no code')),
    });
    expect(await scheduler.invoke('1', { requestId: 'r', timeoutMillis: 1000 })).toMatchObject({
      kind: 'init-error',
      reason: expect.stringMatching(/no code$/),
    });
    await expect(scheduler.prepare()).rejects.toThrow('no code');
  });
});

describe('an invocation', () => {
  test('that the environment did not begin before it died runs in another one, before those behind it', async () => {
    const { invoke, settle, at, received } = scheduled({}, 1);
    const answers = [invoke(), invoke()];
    await settle();
    at(0).load();
    await at(0).die({ kind: 'unstarted' });
    await settle();
    at(1).load();
    await at(1).finish();
    await at(1).finish();
    expect(received()).toEqual([['r-1'], ['r-1', 'r-2']]);
    expect(await Promise.all(answers)).toMatchObject([{ kind: 'result' }, { kind: 'result' }]);
  });

  test('that ends with its environment is a crash, and the next one gets a new environment', async () => {
    const { invoke, settle, at, steps } = scheduled({}, 1);
    const [bad, good] = [invoke(), invoke()];
    await settle();
    at(0).load();
    await at(0).die({ kind: 'crash', reason: 'it died' });
    expect(await bad).toEqual({ kind: 'crash', reason: 'it died' });
    at(1).load();
    await at(1).finish();
    expect(await good).toMatchObject({ kind: 'result' });
    expect(steps()).toEqual(['r-1 queued', 'r-2 queued', 'r-1 started', 'it died', 'r-1 failed', 'r-2 started', 'r-2 finished']);
  });

  test('over its own timeout ends with its environment', async () => {
    const { invoke, settle, at, steps, events } = scheduled({ timeoutMillis: 3000 }, 1);
    const [slow, next] = [invoke(), invoke()];
    await settle();
    at(0).load();
    await vi.advanceTimersByTimeAsync(3000);
    expect(await slow).toEqual({ kind: 'timeout', millis: 3000 });
    expect(at(0).terminated).toBe(1);
    await settle();
    at(1).load();
    await at(1).finish();
    expect(await next).toMatchObject({ kind: 'result' });
    expect(steps()).toContain('Task timed out after 3.00 seconds');
    expect(events).toContainEqual(expect.objectContaining({ step: 'failed', result: 'timeout', requestId: 'r-1' }));
  });

  test('that the caller no longer waits for goes on, and counts until it is over', async () => {
    const { invoke, settle, at, events } = scheduled({ reservedConcurrency: 1 });
    const answer = invoke(50);
    await settle();
    at(0).load();
    await vi.advanceTimersByTimeAsync(50);
    expect(await answer).toEqual({ kind: 'integration-timeout', millis: 50, started: true });
    expect(await invoke()).toEqual({ kind: 'throttled', limit: 1 });
    await at(0).finish();
    expect(events.at(-1)).toMatchObject({ step: 'finished', requestId: 'r-1', millis: 50 });
    void invoke();
    expect(at(0).requests).toHaveLength(2);
  });

  test('that has not started by the integration’s timeout does not start', async () => {
    const { invoke, settle, at, events } = scheduled({}, 1);
    void invoke();
    const late = invoke(50);
    await settle();
    at(0).load();
    await vi.advanceTimersByTimeAsync(50);
    expect(await late).toEqual({ kind: 'integration-timeout', millis: 50, started: false });
    await at(0).finish();
    expect(at(0).requests).toHaveLength(1);
    expect(events).toContainEqual(expect.objectContaining({ step: 'failed', result: 'integration-timeout', requestId: 'r-2' }));
  });
});

describe('events', () => {
  test('of a cold and a warm start', async () => {
    const { invoke, settle, at, events } = scheduled();
    void invoke();
    await settle();
    await vi.advanceTimersByTimeAsync(40);
    at(0).load();
    at(0).listener.wrote('INFO', 'hello');
    await vi.advanceTimersByTimeAsync(7);
    await at(0).finish();
    void invoke();
    await at(0).finish({ kind: 'error', error: { errorType: 'TypeError', errorMessage: 'no', trace: [] } });
    const common = { kind: 'invocation', function: 'books' };
    expect(events).toEqual([
      { ...common, requestId: 'r-1', step: 'queued' },
      { ...common, requestId: 'r-1', step: 'started', coldStart: true, initMillis: 40 },
      { kind: 'function', function: 'books', requestId: 'r-1', level: 'INFO', text: 'hello' },
      { ...common, requestId: 'r-1', step: 'finished', millis: 7 },
      { ...common, requestId: 'r-2', step: 'queued' },
      { ...common, requestId: 'r-2', step: 'started', coldStart: false },
      { ...common, requestId: 'r-2', step: 'failed', result: 'error', reason: 'TypeError: no', millis: 0 },
    ]);
  });

  test('of output beyond its limit are one', async () => {
    const { invoke, settle, at, events } = scheduled();
    void invoke();
    await settle();
    at(0).load();
    const megabyte = 'x'.repeat(1024 * 1024);
    for (let written = 0; written < 10; written++) {
      at(0).listener.wrote('INFO', megabyte);
    }
    await at(0).finish();
    const lines = events.filter(({ kind }) => kind === 'function');
    expect(lines).toHaveLength(9);
    expect(lines.at(-1)).toMatchObject({
      level: 'WARN',
      requestId: 'r-1',
      text: `${2 * 1024 * 1024} bytes of output are not shown: it wrote more than ${pools.MAX_LOG_BYTES}`,
    });
    void invoke();
    at(0).listener.wrote('INFO', 'again');
    expect(events.at(-1)).toMatchObject({ text: 'again' });
  });
});

test('closing answers what waits and what runs, and ends what starts', async () => {
  const { invoke, settle, at, scheduler, environments } = scheduled();
  const open = [invoke(), invoke(), invoke()];
  await settle();
  at(0).load();
  const preparing = expect(scheduled().scheduler.close()).resolves.toBeUndefined();
  await scheduler.close();
  expect(await Promise.all(open)).toEqual(Array.from({ length: 3 }, () => ({ kind: 'shutdown' })));
  expect(environments.map(({ terminated }) => terminated)).toEqual([1, 1]);
  expect(await invoke()).toEqual({ kind: 'shutdown' });
  await preparing;
});
