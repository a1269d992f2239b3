import type { IntegrationProblem } from '../problems/integration-problem';

/** That something else on an API has an integration's id. */
export function stableIdTaken(api: string, id: string, owner: string): IntegrationProblem {
  return {
    code: 'StableIdTaken',
    value: id,
    message: `the id ${JSON.stringify(id)} is taken on the API ${api} by ${owner}`,
    remedy: 'give one of the two another id, or use one instance for the routes that may share an integration',
  };
}
