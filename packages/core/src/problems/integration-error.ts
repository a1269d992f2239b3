import type { IntegrationProblem } from './integration-problem';

const BRAND = Symbol.for('@apigwv2-integrations/core.IntegrationError');

/** All problems of one integration on one route. Not public, because jsii does not support classes that extend Error. */
export class IntegrationError extends Error {
  public constructor(
    /** A description of the integration and its construct path. */
    subject: string,
    public readonly problems: readonly IntegrationProblem[],
    /** The path of the construct. */
    public readonly path: string,
  ) {
    super([`${subject}:`, ...problems.map(lineOf)].join('\n'));
    this.name = 'IntegrationError';
    this.stack = userFramesFirst(this);
    Object.defineProperty(this, BRAND, { value: true });
  }
}

/** The default of ten frames may not reach the user's code, below those of this package and of the CDK. */
const MAX_STACK_FRAMES = 50;

const LIBRARY_FRAME = /[\\/]node_modules[\\/]|\(?node:/;

/** The stack without the frames of libraries above the user's first one, so that it begins with the line to change. */
function userFramesFirst(error: Error): string | undefined {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = MAX_STACK_FRAMES;
  Error.captureStackTrace(error, IntegrationError);
  const { stack } = error;
  Error.stackTraceLimit = stackTraceLimit;
  const lines = stack?.split('\n') ?? [];
  const first = lines.findIndex((line) => /^ {4}at /.test(line));
  const users = lines.findIndex((line, index) => index >= first && !LIBRARY_FRAME.test(line));
  return first < 0 || users <= first ? stack : [...lines.slice(0, first), ...lines.slice(users)].join('\n');
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
