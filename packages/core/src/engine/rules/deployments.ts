import { defineRules, problem } from '../problem';
import type { ApiGroup } from '../template/api';
import type { Dependencies } from '../template/dependencies';
import { at, type Finding, of } from '../template/finding';
import type { Resource } from '../template/resource';
import type { TemplateIndex } from '../template/template-index';
import { SOURCES_OF_RULES as AWS } from './sources';

/** Deployments, which copy the routes of an API as they are at that moment. */
export const DEPLOYMENT_RULES = defineRules({
  DeploymentBeforeRoutes: {
    severity: 'error',
    summary: 'A deployment does not depend on any route of its API, so it may be created before the routes.',
    source: AWS.deploymentWithoutRoutes,
    evidence: 'reported',
  },
  DeploymentMissesRoutes: {
    severity: 'warning',
    summary: 'A deployment depends on only some of the routes of its API, so it may not contain the others.',
    source: AWS.deploymentWithoutRoutes,
    evidence: 'derived',
  },
  AutoDeployWithDeployment: {
    severity: 'warning',
    summary: 'A stage has automatic deployment enabled, but also names a deployment, which the service rejects.',
    source: AWS.recordings,
    evidence: 'reported',
  },
});

/** No real template has as many: beyond this bound, deployments are not checked. */
const MAX_DEPLOYMENTS = 20;
/** One finding lists no more routes. */
const MAX_LISTED_ROUTES = 5;

/** Checks the deployments of an API that the template creates. */
export function checkDeployments(
  { api, routes, deployments }: ApiGroup,
  { complete }: TemplateIndex,
  dependencies: Dependencies,
): Finding[] {
  // A body or a target brings routes that no resource of the template creates.
  const hasOtherRoutes = api === undefined || !complete || ['Body', 'BodyS3Location', 'Target'].some((property) => !api.lacks(property));
  if (hasOtherRoutes) {
    return [];
  }
  const own = routes.map(({ resource }) => resource);
  return deployments.slice(0, MAX_DEPLOYMENTS).flatMap((deployment) => checkDeployment(deployment, own, dependencies));
}

function checkDeployment(deployment: Resource, routes: readonly Resource[], dependencies: Dependencies): Finding[] {
  const before = dependencies.before(deployment);
  if (!routes.some((route) => before.has(route))) {
    const message =
      'the deployment does not depend on any route: the service responds with "At least one route is required before deploying the Api"';
    const remedy = routes.length === 0 ? 'add a route, and list it in DependsOn' : `add DependsOn: ${listed(routes)}`;
    return of(deployment, 'DependsOn', [problem(DEPLOYMENT_RULES.DeploymentBeforeRoutes, undefined, message, remedy)]);
  }
  const missing = routes.filter((route) => !route.conditional && !before.has(route));
  if (missing.length === 0) {
    return [];
  }
  const message = `the deployment does not depend on ${listed(missing)}, so it may be created first`;
  return of(deployment, 'DependsOn', [
    problem(DEPLOYMENT_RULES.DeploymentMissesRoutes, undefined, message, 'list every route in the DependsOn of the deployment'),
  ]);
}

function listed(routes: readonly Resource[]): string {
  const names = routes.slice(0, MAX_LISTED_ROUTES).map(({ logicalId }) => logicalId);
  return `${names.join(', ')}${routes.length > MAX_LISTED_ROUTES ? ' and more' : ''}`;
}

/** Checks that a stage either deploys automatically or names a deployment. */
export function checkAutoDeploy(stage: Resource): Finding[] {
  if (stage.text('AutoDeploy') !== 'true' || stage.raw('DeploymentId') === undefined) {
    return [];
  }
  const message =
    'the stage has automatic deployment enabled, but also names a deployment: the service responds with "Deployment ID cannot be set on this stage because AutoDeploy is enabled"';
  return at(stage, 'DeploymentId', [
    problem(DEPLOYMENT_RULES.AutoDeployWithDeployment, undefined, message, 'remove DeploymentId, or set AutoDeploy to false'),
  ]);
}
