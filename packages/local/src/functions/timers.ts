import timers from 'node:timers';

/** Node.js's timers, taken before a test that stops the clock can replace them: functions have a clock of their own. */
export const { clearInterval, clearTimeout, setImmediate, setInterval, setTimeout } = timers;
