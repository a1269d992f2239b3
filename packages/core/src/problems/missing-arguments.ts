import type { IntegrationProblem } from './integration-problem';

/** What is not given of that without which an integration cannot be bound. */
export function missingArguments(given: { readonly [name: string]: unknown }): IntegrationProblem[] {
  return Object.entries(given)
    .filter(([, value]) => value === undefined || value === null)
    .map(([name, value]) => ({
      code: 'ArgumentMissing',
      value: String(value),
      message: `${name} is ${value}`,
      remedy: `pass ${name}, without which there is nothing to bind`,
    }));
}
