const REPORTED = Symbol.for('@apigwv2-integrations/core.reported');

/**
 * Records on an app that a construct has reported a problem, so that a check of the whole app does not report it again.
 * Two copies of this package in one app share the records.
 *
 * @param root of the construct tree
 * @param path of the construct that reported it
 */
export function markReported(root: object, path: string, code: string, value = ''): void {
  recordsOn(root).add(keyOf(path, code, value));
}

/** Whether the construct at a path, or one of its ancestors, has reported a problem with this code and this value. */
export function wasReported(root: object, path: string, code: string, value = ''): boolean {
  const records = recordsOn(root);
  for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1)) {
    if (records.has(keyOf(path.slice(0, end), code, value))) {
      return true;
    }
  }
  return false;
}

const keyOf = (path: string, code: string, value: string): string => JSON.stringify([code, path, value]);

function recordsOn(root: object): Set<string> {
  const existing: unknown = Reflect.get(root, REPORTED);
  if (existing instanceof Set) {
    return existing;
  }
  const records = new Set<string>();
  Object.defineProperty(root, REPORTED, { value: records });
  return records;
}
