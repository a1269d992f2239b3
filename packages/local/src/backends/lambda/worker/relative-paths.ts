import type { WorkingFolder } from './working-folder';

type Functions = Record<string, unknown>;
type AnyFunction = (...args: unknown[]) => unknown;

const FIRST =
  'access appendFile chmod chown createReadStream createWriteStream exists lchmod lchown lstat lutimes mkdir mkdtemp open openAsBlob ' +
  'opendir readFile readdir readlink realpath rm rmdir stat statfs truncate unlink unwatchFile utimes watch watchFile writeFile';
const BOTH = 'copyFile cp link rename';
/** What a link points to is relative to the link. */
const SECOND = 'symlink';

/** Functions of `node:fs` with the arguments that are paths; each in its callback, `Sync` and promise form, as far as it has them. */
const PATHS: readonly (readonly [name: string, places: readonly number[]])[] = [
  ...FIRST.split(' ').map((name) => [name, [0]] as const),
  ...BOTH.split(' ').map((name) => [name, [0, 1]] as const),
  [SECOND, [1]],
];

/** Makes relative paths start at the thread's own folder. */
export function locatePaths(fs: Functions & { readonly promises: object }, folder: WorkingFolder): void {
  for (const [name, places] of PATHS) {
    for (const [owner, key] of [[fs, name] as const, [fs, `${name}Sync`] as const, [fs.promises as Functions, name] as const]) {
      const original = owner[key];
      if (typeof original === 'function') {
        owner[key] = located(original as AnyFunction, places, folder);
      }
    }
  }
}

function located(original: AnyFunction, places: readonly number[], folder: WorkingFolder): AnyFunction {
  const wrapped = function (this: unknown, ...args: unknown[]): unknown {
    for (const place of places) {
      args[place] = folder.locate(args[place]);
    }
    return original.apply(this, args);
  };
  Object.defineProperties(wrapped, Object.getOwnPropertyDescriptors(original));
  const { native } = original as { native?: unknown };
  if (typeof native === 'function') {
    Object.assign(wrapped, { native: located(native as AnyFunction, places, folder) });
  }
  return wrapped;
}
