import { readFileSync, realpathSync } from 'node:fs';
import inspector from 'node:inspector';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** Any free port: the gateway passes on what arrives at the port of the function. */
const ANY_PORT = 0;

/** Starts the inspector, and returns the URL where a debugger connects. */
export function startInspector(): string {
  inspector.open(ANY_PORT, '127.0.0.1');
  return inspector.url() as string;
}

/** Lets the process exit: it would wait for debuggers to detach. */
export function stopInspector(): void {
  inspector.close();
}

/**
 * Waits for a debugger, and has it stop at the first line of a file that is not loaded yet: of its source, if it has a source
 * map. Where a file is bundled, the lines before that belong to the bundler.
 *
 * @returns what removes the breakpoint, if the file was never reached
 */
export function stopAtFirstLine(file: string): () => void {
  inspector.waitForDebugger();
  const session = new inspector.Session();
  session.connect();
  session.post('Debugger.enable');
  const path = realpathSync(file);
  session.post('Debugger.setBreakpointByUrl', { url: pathToFileURL(path).href, lineNumber: firstLine(path) });
  return () => session.disconnect();
}

const SOURCE_MAP = /\n\/\/# sourceMappingURL=(\S+)\s*$/;
const DATA_URL = /^data:application\/json(?:;charset=[\w-]+)?;base64,(.*)$/;

/** The first line with a source, counted from 0. */
function firstLine(path: string): number {
  try {
    const [, url = ''] = SOURCE_MAP.exec(readFileSync(path, 'utf8')) ?? [];
    const data = DATA_URL.exec(url)?.[1];
    const json =
      data === undefined
        ? readFileSync(url.startsWith('file:') ? fileURLToPath(url) : join(dirname(path), decodeURI(url)), 'utf8')
        : Buffer.from(data, 'base64').toString();
    const { mappings }: { readonly mappings: string } = JSON.parse(json);
    return Math.max(
      0,
      mappings.split(';').findIndex((line) => line !== ''),
    );
  } catch {
    return 0;
  }
}
