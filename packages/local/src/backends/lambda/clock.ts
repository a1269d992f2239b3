/** Any second of the past, the same for the host and its workers. */
export function clockBase(): number {
  return process.hrtime()[0];
}

/** Milliseconds since the base, on a clock that all threads share and nobody can set back. */
export function millisSince(base: number): number {
  const [seconds, nanos] = process.hrtime();
  return (seconds - base) * 1000 + nanos / 1e6;
}
