const TOLD = Symbol.for('@apigwv2-integrations/core.told');

/**
 * Notes on an app that a construct has told a problem already, so that a check of the whole app does not
 * tell it again. Two copies of this package in one app see each other's notes.
 *
 * @param root of the construct tree
 * @param path of the construct that told it
 */
export function markReported(root: object, path: string, code: string, value = ''): void {
  notesOn(root).add(note(path, code, value));
}

/** Whether the construct at a path, or one around it, has told a problem of that code about that value. */
export function wasReported(root: object, path: string, code: string, value = ''): boolean {
  const notes = notesOn(root);
  for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1)) {
    if (notes.has(note(path.slice(0, end), code, value))) {
      return true;
    }
  }
  return false;
}

const note = (path: string, code: string, value: string): string => JSON.stringify([code, path, value]);

function notesOn(root: object): Set<string> {
  const known: unknown = Reflect.get(root, TOLD);
  if (known instanceof Set) {
    return known;
  }
  const notes = new Set<string>();
  Object.defineProperty(root, TOLD, { value: notes });
  return notes;
}
