import type { Environment } from './environment';
import type { Invocation } from './invocation';

/** How many environments there may be. */
export interface Room {
  /** Of one function. */
  readonly maxEnvironments: number;
  /** As many threads as the machine runs at once. */
  readonly parallelism: number;
}

/** A function that takes less is done sooner in a thread that is awake than another thread wakes up. */
const QUICK_MICROS = 500;
/** With more than this many waiting for each environment, another one pays. */
const CROWD = 8;

/** What came of handing out. */
export interface Assigned {
  /** Those that found no place. */
  readonly left: Invocation[];
  /** How many environments to make. */
  readonly wanted: number;
}

/**
 * Hands waiting invocations to environments.
 *
 * Each gets an idle environment of its own, as in the service. Only where a function is so quick that threads would do
 * nothing but wake each other, several go to one environment at once, which runs them one after the other.
 */
export function assign(waiting: readonly Invocation[], all: readonly Environment[], room: Room, now: number): Assigned {
  if (waiting.length === 0) {
    return { left: [], wanted: 0 };
  }
  const ready = all.filter(({ state }) => state === 'ready');
  const quick = ready.filter((each) => isQuick(each) && !each.isStuck(now) && each.room > 0).slice(-room.parallelism);
  const left = quick.length > 0 ? share(waiting, quick, now) : spread(waiting, ready, now);
  for (const environment of ready) {
    environment.send();
  }
  return { left, wanted: wanted(waiting.length, left.length, quick.length, all, room) };
}

function isQuick({ averageMicros }: Environment): boolean {
  return averageMicros > 0 && averageMicros < QUICK_MICROS;
}

/** The same number for each. */
function share(waiting: readonly Invocation[], environments: readonly Environment[], now: number): Invocation[] {
  const each = Math.ceil(waiting.length / environments.length);
  let next = 0;
  for (const environment of environments) {
    for (let count = Math.min(each, environment.room); count > 0 && next < waiting.length; count--) {
      environment.give(waiting[next++] as Invocation, now);
    }
  }
  return waiting.slice(next);
}

/** One for each that has none; those used last are warmest. */
function spread(waiting: readonly Invocation[], ready: readonly Environment[], now: number): Invocation[] {
  const idle = ready.filter(({ load, room }) => load === 0 && room > 0).reverse();
  idle.slice(0, waiting.length).forEach((environment, index) => {
    environment.give(waiting[index] as Invocation, now);
  });
  return waiting.slice(idle.length);
}

function wanted(asked: number, left: number, quick: number, all: readonly Environment[], { maxEnvironments, parallelism }: Room): number {
  const starting = all.filter(({ state }) => state === 'starting').length;
  const free = Math.min(maxEnvironments - all.length, parallelism - starting);
  if (quick > 0 && left === 0) {
    return asked > quick * CROWD && all.length < parallelism ? Math.min(1, free) : 0;
  }
  return Math.max(0, Math.min(left - starting, free));
}
