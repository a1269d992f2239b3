import type { Environment } from './environment';
import type { Invocation } from './invocation';

/** How many environments there may be. */
export interface Room {
  /** Of one function. */
  readonly maxEnvironments: number;
  /** As many threads as the machine runs at once. */
  readonly parallelism: number;
}

/** What came of handing out. */
export interface Assigned {
  /** Those that found no place. */
  readonly left: Invocation[];
  /** How many environments to make. */
  readonly wanted: number;
}

/** A function that takes less is done sooner in a thread that is awake than another thread wakes up. */
const QUICK_MICROS = 500;
/** As much work may lie before one environment while another one sleeps. */
const WORK_MICROS = 1000;
/** How long an invocation waits for an environment before another one is made, if the function is quick and if it is not. */
const QUICK_PATIENCE_MILLIS = 50;
const PATIENCE_MILLIS = 5;

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
  const shared = quick.length > 0 ? share(waiting, quick, now) : spread(waiting, ready, now);
  for (const environment of ready) {
    environment.send();
  }
  return { left: shared.left, wanted: wanted(shared, all, room, now) };
}

function isQuick({ averageMicros }: Environment): boolean {
  return averageMicros > 0 && averageMicros < QUICK_MICROS;
}

interface Shared {
  readonly left: Invocation[];
  /** Those that had to crowd in, because all had enough to do. */
  readonly crowd: number;
}

/** As much as can be done soon for the first one, then for the next; what is too much goes to all alike. */
function share(waiting: readonly Invocation[], environments: readonly Environment[], now: number): Shared {
  let next = 0;
  const give = (environment: Environment, most: number) => {
    for (let count = Math.min(most, environment.room, waiting.length - next); count > 0; count--) {
      environment.give(waiting[next++] as Invocation, now);
    }
  };
  for (const environment of environments) {
    give(environment, Math.ceil(WORK_MICROS / environment.averageMicros) - environment.load);
  }
  const crowd = waiting.length - next;
  const each = Math.ceil(crowd / environments.length);
  for (const environment of crowd > 0 ? environments : []) {
    give(environment, each);
  }
  return { left: waiting.slice(next), crowd };
}

/** One for each that has none; those made last come first. */
function spread(waiting: readonly Invocation[], ready: readonly Environment[], now: number): Shared {
  const idle = ready.filter(({ load, room }) => load === 0 && room > 0).reverse();
  idle.slice(0, waiting.length).forEach((environment, index) => {
    environment.give(waiting[index] as Invocation, now);
  });
  return { left: waiting.slice(idle.length), crowd: 0 };
}

/**
 * One for each that has waited for a while, for making one takes a while, too. No more at once than leave a core to the
 * gateway. For a crowd, no more than the machine can run at once.
 */
function wanted({ left, crowd }: Shared, all: readonly Environment[], { maxEnvironments, parallelism }: Room, now: number): number {
  const starting = all.filter(({ state }) => state === 'starting').length;
  const free = Math.min(maxEnvironments - all.length, Math.max(1, parallelism - 1) - starting);
  const patience = all.length === 0 ? 0 : all.some(isQuick) ? QUICK_PATIENCE_MILLIS : PATIENCE_MILLIS;
  const patient = left.filter(({ arrived }) => now - arrived < patience).length;
  const forCrowd = crowd > 0 && starting === 0 && all.length < parallelism ? 1 : 0;
  return Math.max(0, Math.min(Math.max(left.length - patient - starting, forCrowd), free));
}
