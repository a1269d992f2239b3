import { accessSync, closeSync, constants, openSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';

const NAME = 'bootstrap';
const ERROR_TYPE = 'Runtime.InvalidEntrypoint';

/** Architectures, as Node.js names them, by the `e_machine` of programs for Linux. All of them are little-endian. */
const ELF_MACHINES: ReadonlyMap<number | undefined, string> = new Map([
  [3, 'ia32'],
  [40, 'arm'],
  [62, 'x64'],
  [183, 'arm64'],
]);
const ELF_MAGIC = '\x7fELF';
const ELF_DATA_OFFSET = 5;
const ELF_MACHINE_OFFSET = 18;
const MAX_INTERPRETER_BYTES = 256;

/**
 * Finds the program of an OS-only runtime: the executable file `bootstrap` of the code, else of the layers. The system would
 * run a file that is no program by a shell, so its kind is looked at first.
 *
 * @param root folder of the code
 * @param layers folder of the merged layers
 * @param remedy what a user can do about a program that this machine cannot run
 * @throws Error in Lambda's words, with what is wrong and what to change
 */
export function findBootstrap(root: string, layers: string | undefined, remedy: string): string {
  const candidates = [root, ...(layers === undefined ? [] : [layers])].map((folder) => join(folder, NAME));
  const path = candidates.find(isFile);
  if (path === undefined) {
    throw new Error(
      `${ERROR_TYPE}: Couldn't find valid bootstrap(s): [${candidates.join(' ')}]: the code, or a layer, needs an executable file of this name at its top`,
    );
  }
  const invalid = (cause: string, reason: string) => new Error(`${ERROR_TYPE}: fork/exec ${path}: ${cause}: ${reason}`);
  if (!isExecutable(path)) {
    throw invalid('permission denied', 'make it executable with chmod +x before the app is synthesized');
  }
  const head = readHead(path);
  if (head.startsWith('#!')) {
    const [interpreter = ''] = head.slice(2).trim().split(/\s/);
    if (!isFile(interpreter)) {
      throw invalid('no such file or directory', `its first line names ${interpreter || 'no interpreter'}, which is not on this machine`);
    }
  } else if (head.startsWith(ELF_MAGIC)) {
    const built = elfArchitecture(head);
    if (process.platform !== 'linux' || built !== process.arch) {
      const here = `${process.platform} on ${process.arch}`;
      throw invalid(
        'exec format error',
        `it is built for linux on ${built}, and this machine is ${here}: build it for this one, or ${remedy}`,
      );
    }
  } else if (process.platform === 'linux') {
    throw invalid('exec format error', 'it is neither a program for Linux nor a script whose first line begins with #!');
  }
  return path;
}

function elfArchitecture(head: string): string {
  const bytes = Buffer.from(head, 'latin1');
  const isLittleEndian = bytes[ELF_DATA_OFFSET] === 1 && bytes.length >= ELF_MACHINE_OFFSET + 2;
  const machine = isLittleEndian ? bytes.readUInt16LE(ELF_MACHINE_OFFSET) : undefined;
  return ELF_MACHINES.get(machine) ?? 'another architecture';
}

/** The first line, or the first bytes of a program. */
function readHead(path: string): string {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(MAX_INTERPRETER_BYTES);
    const length = readSync(file, bytes);
    const head = bytes.toString('latin1', 0, length);
    return head.startsWith('#!') ? (head.split('\n')[0] as string) : head;
  } finally {
    closeSync(file);
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
