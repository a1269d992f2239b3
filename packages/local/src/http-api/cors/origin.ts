/** Whether an origin is let in: by name, by `*`, or by `https://*` and `http://*`. There are no other patterns. */
export function compileOrigins(allowed: readonly string[]): (origin: string) => boolean {
  if (allowed.includes('*')) {
    return () => true;
  }
  const names = new Set(allowed);
  const schemes = allowed.filter((each) => each === 'https://*' || each === 'http://*').map((each) => each.slice(0, -1));
  return (origin) => names.has(origin) || schemes.some((scheme) => origin.startsWith(scheme));
}
