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
    Object.defineProperty(this, BRAND, { value: true });
  }
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
