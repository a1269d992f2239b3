import { performance } from 'node:perf_hooks';
import timers from 'node:timers';

/** Node.js's timers, taken before a test that stops the clock can replace them: functions have a clock of their own. */
export const { clearInterval, clearTimeout, setImmediate, setInterval, setTimeout } = timers;

/** Milliseconds on a clock that no test stops. */
export const now: () => number = performance.now.bind(performance);
