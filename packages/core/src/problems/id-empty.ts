import type { IntegrationProblem } from './integration-problem';

/** What is wrong with the id of an integration's construct. */
export function idProblems(id: string): IntegrationProblem[] {
  return id === ''
    ? [
        {
          code: 'IdEmpty',
          value: '',
          message: 'the id "" is empty',
          remedy: 'give the integration an id that is unique among the children of its route, such as "BooksIntegration"',
        },
      ]
    : [];
}
