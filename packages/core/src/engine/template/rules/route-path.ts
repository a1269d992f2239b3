/** The path of an HTTP API's route key, none for `$default`; unknown if the key is unknown or none of an HTTP API. */
export function pathOf(key: string | undefined): { readonly path?: string } | 'unknown' {
  if (key === '$default') {
    return {};
  }
  const path = key === undefined ? undefined : /^\S+ (\/.*)$/s.exec(key)?.[1];
  return path === undefined ? 'unknown' : { path };
}
