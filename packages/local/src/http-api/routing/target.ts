/** A request target, taken apart; nothing is decoded. */
export interface SplitTarget {
  /** Begins with a slash. */
  readonly rawPath: string;
  /** Without the question mark. */
  readonly rawQuery: string;
}

/** Scheme and authority of a target in absolute form, as proxies get it. */
const ORIGIN = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i;

/** Takes apart what stands in the request line between method and version. */
export function splitTarget(target: string): SplitTarget {
  const local = target.startsWith('/') ? target : withoutOrigin(target);
  const mark = local.indexOf('?');
  return mark < 0 ? { rawPath: local, rawQuery: '' } : { rawPath: local.slice(0, mark), rawQuery: local.slice(mark + 1) };
}

function withoutOrigin(target: string): string {
  const rest = target.replace(ORIGIN, '');
  return rest.startsWith('/') ? rest : `/${rest}`;
}
