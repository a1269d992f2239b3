import { createHash } from 'node:crypto';
import { lstat, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FunctionPlan } from '../../definitions/function';
import type { FunctionCode } from '../../definitions/function-code';

/** The state of the code of a function and of its layers, an entry for each, by which a later change is found. */
export type CodeState = readonly string[];

type Code = Pick<FunctionPlan, 'code' | 'layers'>;

const MISSING = 'missing';

/** The names, sizes and times of all files of a function's code and layers. The files are not read. */
export function codeStateOf(fn: Code): Promise<CodeState> {
  return Promise.all(partsOf(fn).map(stateOf));
}

/**
 * Whether a function has the same code as before. Code at the same path is compared by names, sizes and times; code at another
 * path, such as the folder of another cloud assembly, by its content.
 *
 * @param state of the code before, when it was loaded. @default it was not loaded
 */
export async function isSameCode(before: Code, after: Code, state?: CodeState): Promise<boolean> {
  const [old, current] = [partsOf(before), partsOf(after)];
  if (old.length !== current.length) {
    return false;
  }
  const same = await Promise.all(old.map((each, index) => isSamePart(each, current[index] as FunctionCode, state?.[index])));
  return same.every((each) => each);
}

function partsOf({ code, layers = [] }: Code): readonly FunctionCode[] {
  return [code, ...layers];
}

async function isSamePart(before: FunctionCode, after: FunctionCode, state: string | undefined): Promise<boolean> {
  if (before.kind === 'inline' || after.kind === 'inline' || before.kind !== after.kind) {
    return before.kind === 'inline' && after.kind === 'inline' && before.text === after.text;
  }
  if (state !== undefined && (await stateOf(before)) !== state) {
    return false;
  }
  if (before.path === after.path) {
    return true;
  }
  const [old, current] = await Promise.all([contentOf(before), contentOf(after)]);
  return old === current && old !== MISSING;
}

function stateOf(code: FunctionCode): Promise<string> {
  return digest(code, async (file) => {
    const { size, mtimeMs, ino } = await lstat(file);
    return `${size} ${mtimeMs} ${ino}`;
  });
}

function contentOf(code: FunctionCode): Promise<string> {
  return digest(code, async (file) =>
    createHash('sha256')
      .update(await readFile(file))
      .digest('hex'),
  );
}

/** A hash over all files, each with its name and what is read of it. */
async function digest(code: FunctionCode, read: (file: string) => Promise<string>): Promise<string> {
  if (code.kind === 'inline') {
    return code.text;
  }
  try {
    const files = (await stat(code.path)).isDirectory() ? await filesIn(code.path, '') : [''];
    const lines = await Promise.all(files.map(async (file) => `${file}\0${await read(join(code.path, file))}\n`));
    return createHash('sha256').update(lines.join('')).digest('hex');
  } catch {
    // What is being replaced at this moment is not what it was.
    return MISSING;
  }
}

/** Python writes compiled modules there when it loads them. */
const COMPILED = '__pycache__';

/** The files below a folder, relative to it and sorted. Links to folders are not followed. */
async function filesIn(root: string, folder: string): Promise<readonly string[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true });
  const below = await Promise.all(
    entries
      .filter(({ name }) => name !== COMPILED)
      .map((entry) => {
        const path = join(folder, entry.name);
        return entry.isDirectory() ? filesIn(root, path) : [path];
      }),
  );
  return below.flat().sort();
}
