import { describe, expect, test } from 'vitest';
import { assign } from '../../src/backends/lambda/assign';
import type { Environment } from '../../src/backends/lambda/environment';
import { Invocation } from '../../src/backends/lambda/invocation';

const NOW = 1000;

/** An environment as handing out sees it. */
function environment({ average = 0, load = 0, room = 32, stuck = false, state = 'ready' } = {}) {
  const given: Invocation[] = [];
  const made = {
    state,
    averageMicros: average,
    room,
    load,
    isStuck: () => stuck,
    give: (invocation: Invocation) => {
      given.push(invocation);
      made.load++;
      made.room--;
    },
    send: () => {
      made.sent = given.length;
    },
    sent: 0,
    given,
  };
  return made;
}

const invocations = (count: number, arrived = NOW) =>
  Array.from(
    { length: count },
    () =>
      new Invocation(
        '{}',
        { requestId: 'r', timeoutMillis: 1 },
        arrived,
        () => undefined,
        () => undefined,
      ),
  );

const handOut = (waiting: readonly Invocation[], all: readonly ReturnType<typeof environment>[], room = {}) =>
  assign(waiting, all as unknown as Environment[], { maxEnvironments: 8, parallelism: 4, ...room }, NOW);

describe('a function of which nothing is known, or that takes its time', () => {
  test('gets an idle environment for each, all of them sent', () => {
    const waiting = invocations(3);
    const all = [environment(), environment({ load: 1 }), environment({ average: 600 })];
    expect(handOut(waiting, all)).toEqual({ left: [waiting[2]], wanted: 0 });
    expect(all.map(({ sent }) => sent)).toEqual([1, 0, 1]);
  });

  test('gets none that starts, or that has no slot left', () => {
    const waiting = invocations(1);
    const all = [environment({ state: 'starting' }), environment({ room: 0 })];
    expect(handOut(waiting, all).left).toEqual(waiting);
    expect(all.flatMap(({ given }) => given)).toEqual([]);
  });

  test.each([
    ['at once where there is none', 2, 0, [], 2],
    ['leaving a core to the gateway', 9, 0, [], 3],
    ['not for those that have just come', 2, 0, [environment({ load: 1 })], 0],
    ['for those that have waited', 2, 6, [environment({ load: 1 })], 2],
    ['less those that are on their way', 2, 6, [environment({ state: 'starting' })], 1],
    ['none when all are on their way', 2, 6, [environment({ state: 'starting' }), environment({ state: 'starting' })], 0],
    ['none beyond the limit', 9, 6, Array.from({ length: 8 }, () => environment({ load: 1 })), 0],
  ])('makes others: %s', (_, count, waited, all, wanted) => {
    expect(handOut(invocations(count, NOW - waited), all).wanted).toBe(wanted);
  });

  test('makes one even on a single core', () => {
    expect(handOut(invocations(3), [], { parallelism: 1 }).wanted).toBe(1);
  });
});

describe('a quick function', () => {
  test('keeps one environment awake while that is enough', () => {
    const all = [environment({ average: 100 }), environment({ average: 100 })];
    expect(handOut(invocations(10), all)).toEqual({ left: [], wanted: 0 });
    expect(all.map(({ sent }) => sent)).toEqual([10, 0]);
  });

  test('uses the next one for more', () => {
    const all = [environment({ average: 100, load: 4 }), environment({ average: 100 })];
    expect(handOut(invocations(10), all)).toEqual({ left: [], wanted: 0 });
    expect(all.map(({ sent }) => sent)).toEqual([6, 4]);
  });

  test('crowds all alike when all have enough, and one more is made where the machine can run it', () => {
    const all = [environment({ average: 200 }), environment({ average: 200 })];
    expect(handOut(invocations(20), all)).toEqual({ left: [], wanted: 1 });
    expect(all.map(({ sent }) => sent)).toEqual([10, 10]);
    expect(handOut(invocations(20), [environment({ average: 200 })], { parallelism: 1 }).wanted).toBe(0);
    expect(handOut(invocations(20), [environment({ average: 200 }), environment({ state: 'starting' })]).wanted).toBe(0);
  });

  test('leaves what no slot is there for', () => {
    const waiting = invocations(40);
    expect(handOut(waiting, [environment({ average: 100 })]).left).toEqual(waiting.slice(32));
  });

  test('avoids an environment that is stuck, and is patient before another one is made', () => {
    const stuck = () => environment({ average: 100, load: 1, stuck: true });
    const all = [stuck(), environment({ average: 100 })];
    handOut(invocations(2), all);
    expect(all.map(({ sent }) => sent)).toEqual([0, 2]);
    expect(handOut(invocations(2, NOW - 20), [stuck()]).wanted).toBe(0);
    expect(handOut(invocations(2, NOW - 60), [stuck()]).wanted).toBe(2);
  });

  test('uses no more threads than the machine runs at once', () => {
    const all = Array.from({ length: 6 }, () => environment({ average: 400 }));
    handOut(invocations(30), all);
    expect(all.map(({ sent }) => sent > 0)).toEqual([false, false, true, true, true, true]);
  });
});

test('nothing to hand out, nothing done', () => {
  expect(handOut([], [environment()])).toEqual({ left: [], wanted: 0 });
});
