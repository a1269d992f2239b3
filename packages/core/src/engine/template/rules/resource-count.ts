import type { Problem } from '../engine';
import { type Finding, of, problem } from '../finding';
import type { Resource } from '../resource';

/** What CloudFormation takes in one template. */
const MOST = 500;
/** From here on the next API of some size no longer fits. */
const NEAR = 450;

const OF_ROUTES = ['AWS::ApiGatewayV2::Route', 'AWS::ApiGatewayV2::Integration', 'AWS::Lambda::Permission'];

/** Whether a resource is one of those that grow with an API's routes. */
export function isOfRoutes(type: string): boolean {
  return OF_ROUTES.includes(type);
}

/** How many resources a template has, where routes have a share in it. */
export function checkResourceCount(resources: readonly Resource[]): Finding[] {
  const routes = resources.filter(({ type }) => isOfRoutes(type));
  const last = routes.at(-1);
  return last === undefined ? [] : of(last, 'Type', resourcesNearQuota(resources.length, routes.length));
}

/** What is wrong where a stack is nearly full, if it is. */
export function resourcesNearQuota(count: number, ofRoutes: number): Problem[] {
  return count < NEAR
    ? []
    : [
        problem(
          'ResourcesNearQuota',
          undefined,
          `the stack has ${count} resources, of which ${ofRoutes} are routes, integrations and permissions to invoke functions, and CloudFormation takes ${MOST}`,
          'let routes share an integration, give each function one permission for the whole API, or move routes to another stack',
        ),
      ];
}
