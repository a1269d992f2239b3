import { Resource } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { IntegrationProblem } from './integration-problem';

/**
 * What is wrong with the id of an integration's construct, in words that say more than the CDK's own error would.
 *
 * @param id of the construct
 * @param home where it is going to be: a route, or the API
 */
export function idProblems(id: string, home: IConstruct): IntegrationProblem[] {
  // JavaScript may well pass nothing where an id belongs.
  if (!id) {
    return [
      {
        code: 'IdEmpty',
        value: '',
        message: `the id ${JSON.stringify(id)} is empty`,
        remedy: 'give the integration an id that is unique among the children of its route, such as "BooksIntegration"',
      },
    ];
  }
  const owner = ownerOf(id, home);
  return owner === undefined
    ? []
    : [
        {
          code: 'IdTaken',
          value: id,
          message: `the id ${JSON.stringify(id)} is taken by ${owner}`,
          remedy: 'give the integration another id, such as "BooksIntegration"',
        },
      ];
}

/** What has the id: routes and APIs make their own resource after the integration. */
function ownerOf(id: string, home: IConstruct): string | undefined {
  if (Resource.isResource(home) && id === 'Resource') {
    return `the resource of ${home.node.path} itself`;
  }
  if (Resource.isResource(home) && id === 'Default') {
    return `${home.node.path} itself: the CDK leaves "Default" out of logical ids, so that both would have the same`;
  }
  return home.node.tryFindChild(id)?.node.path;
}
