/**
 * Remembers the first `max` results of a pure function of a text. Names come from clients: one that makes up many must not
 * fill the memory, so further results are computed anew.
 */
export function memoize<T>(max: number, compute: (text: string) => T): (text: string) => T {
  const results = new Map<string, T>();
  return (text) => {
    const cached = results.get(text);
    if (cached !== undefined) {
      return cached;
    }
    const result = compute(text);
    if (results.size < max) {
      results.set(text, result);
    }
    return result;
  };
}
