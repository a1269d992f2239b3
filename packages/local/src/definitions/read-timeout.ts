/** In milliseconds, as the service has it for HTTP APIs. */
const LEAST = 50;
const MOST = 30_000;

/** The timeout of an integration of an HTTP API; one that the service refuses is told, and brought within its range. */
export function readTimeout(text: string, tell: (text: string) => void): number {
  if (text === '') {
    return MOST;
  }
  const written = Number(text);
  const used = Number.isNaN(written) ? MOST : Math.min(MOST, Math.max(LEAST, Math.round(written)));
  if (used !== written) {
    tell(`the service refuses its timeout of ${text} ms, so ${used} ms are used here: write ${LEAST} to ${MOST}`);
  }
  return used;
}
