import type { IntegrationProblem } from './integration-problem';

const BRAND = Symbol.for('@apigwv2-integrations/core.IntegrationError');

/** All problems of one integration on one route. Not exported: jsii has no classes that extend Error. */
export class IntegrationError extends Error {
  public constructor(
    /** The integration and where it is. */
    subject: string,
    public readonly problems: readonly IntegrationProblem[],
    /** The construct's path. */
    public readonly path: string,
  ) {
    super([`${subject}:`, ...problems.map(lineOf)].join('\n'));
    this.name = 'IntegrationError';
    Object.defineProperty(this, BRAND, { value: true });
  }
}

/** Through jsii only the message arrives, so that each line names its code. */
export function lineOf({ code, message, remedy, excerpt }: IntegrationProblem): string {
  const lines = excerpt === undefined ? '' : excerpt.replace(/^/gm, '\n    ').replace(/\n\n/g, '\n');
  return `[${code}] ${message}: ${remedy}${lines}`;
}

/** By brand: two copies of this package in one tree know each other's errors. */
export function isIntegrationError(error: unknown): error is IntegrationError {
  return typeof error === 'object' && error !== null && BRAND in error;
}
