/** The object at a place in JSON, or an empty one if there is none. */
export function objectAt(value: unknown, ...keys: string[]): Record<string, unknown> {
  const here = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  const [key, ...rest] = keys;
  return key === undefined ? here : objectAt(here[key], ...rest);
}
