import type { IntegrationProblem } from './integration-problem';

const BRAND = Symbol.for('@apigwv2-integrations/core.IntegrationError');

/** All problems of one integration on one route. Not public, because jsii does not support classes that extend Error. */
export class IntegrationError extends Error {
  declare public readonly problems: readonly IntegrationProblem[];

  /**
   * @param subject A description of the integration and its construct path.
   * @param path The path of the construct. Empty if the problems belong to no construct.
   */
  public constructor(subject: string, problems: readonly IntegrationProblem[], path: string) {
    const { frames, first } = userFramesFirst();
    const location = path === '' || first === undefined ? undefined : locationOf(first);
    super([`${subject}${location === undefined ? '' : ` (${location})`}:`, ...problems.map(lineOf)].join('\n'));
    this.name = 'IntegrationError';
    this.stack = [`${this.name}: ${this.message}`, ...frames].join('\n');
    Object.defineProperty(this, BRAND, { value: true });
    // Node.js prints the enumerable members of an error that nobody catches, and the message has all problems already.
    Object.defineProperty(this, 'problems', { value: problems, writable: true });
  }
}

/** The message and the problems of an error. */
export type ErrorText = Pick<IntegrationError, 'message' | 'problems'>;

/** Joins errors into one, with the stack of the first. A single error remains as it is. */
export function joinErrors(errors: readonly [IntegrationError, ...ErrorText[]]): IntegrationError {
  const [first] = errors;
  if (errors.length === 1) {
    return first;
  }
  const joined = new IntegrationError(
    '',
    errors.flatMap(({ problems }) => problems),
    '',
  );
  joined.message = [`integrations have errors in ${errors.length} places:`, ...errors.map(({ message }) => message)].join('\n\n');
  const stack = String(first.stack);
  joined.stack = `${joined.name}: ${joined.message}${stack.slice(stack.indexOf(first.message) + first.message.length)}`;
  return joined;
}

/** The default of ten frames may not reach the user's code, below those of this package and of the CDK. */
const MAX_STACK_FRAMES = 50;

const FRAME = /^ {4}at /;
const LIBRARY_FRAME = /[\\/]node_modules[\\/]|\(?node:/;

/** `    at new Books (/app/books.ts:17:5)`; functions of JavaScript itself, such as `Array.map`, have no file. */
const LOCATION = /\(?((?:file:\/\/)?(?:\/|[A-Za-z]:[\\/])[^()]*):(\d+):\d+\)?$/;

/** `/app/packages/core/src/problems/report.ts`: the code of a package, beside which the other ones of a workspace lie. */
const PACKAGE_CODE = /^(.*[\\/])([^\\/]+[\\/])(?:src|lib)[\\/]/;

/**
 * The frames of the stack without those of libraries above the user's first one, so that they begin with the line to change.
 * These packages are libraries, too, where a workspace or npm link has them outside of node_modules: the first frame is in this
 * package, and the other ones lie beside it.
 *
 * @returns first is the user's first frame; undefined if the stack has none
 */
function userFramesFirst(): { readonly frames: readonly string[]; readonly first?: string } {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = MAX_STACK_FRAMES;
  const holder = new Error();
  Error.captureStackTrace(holder, IntegrationError);
  const stack: unknown = holder.stack;
  Error.stackTraceLimit = stackTraceLimit;
  const frames = String(stack)
    .split('\n')
    .filter((line) => FRAME.test(line));
  const [, workspace, own] = PACKAGE_CODE.exec(fileOf(frames[0]) ?? '') ?? [];
  const outside = frames.filter((frame) => fileOf(frame) !== undefined && !LIBRARY_FRAME.test(frame));
  const packageOf = (frame: string) => PACKAGE_CODE.exec(fileOf(frame) ?? '') ?? [];
  const first =
    outside.find((frame) => workspace === undefined || packageOf(frame)[1] !== workspace) ??
    // An app can lie beside these packages.
    outside.find((frame) => packageOf(frame)[2] !== own);
  return first === undefined ? { frames } : { frames: frames.slice(frames.indexOf(first)), first };
}

function fileOf(frame = ''): string | undefined {
  return LOCATION.exec(frame)?.[1]?.replace(/^file:\/\//, '');
}

/**
 * The line of the user's code, relative to the current folder, such as `app.ts:17`; undefined if it is not to be shown.
 * The environment variables say so: the CDK's own for apps that want no stack traces, and that of jsii for other languages.
 */
function locationOf(frame: string): string | undefined {
  const [, , line] = LOCATION.exec(frame) ?? [];
  if (process.env.CDK_DISABLE_STACK_TRACE || process.env.JSII_AGENT) {
    return undefined;
  }
  const path = fileOf(frame) ?? '';
  const folder = process.cwd();
  const isInside = path.startsWith(folder) && /^[\\/]/.test(path.slice(folder.length));
  return `${isInside ? path.slice(folder.length + 1) : path}:${line}`;
}

/** One line of a message. It contains the code, because other languages receive only the message of an error. */
export function lineOf({ code, message, remedy, excerpt }: IntegrationProblem): string {
  const lines = excerpt === undefined ? '' : excerpt.replace(/^/gm, '\n    ').replace(/\n\n/g, '\n');
  return `[${code}] ${message}: ${remedy}${lines}`;
}

/** Checks the brand, which works across copies of this package. */
export function isIntegrationError(error: unknown): error is IntegrationError {
  return typeof error === 'object' && error !== null && BRAND in error;
}
