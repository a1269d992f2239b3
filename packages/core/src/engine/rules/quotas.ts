import { defineRules, type Problem, problem, type Rule } from '../problem';
import type { ApiGroup } from '../template/api';
import { at, type Finding, of } from '../template/finding';
import { member } from '../template/json';
import type { Resource } from '../template/resource';
import { SOURCES_OF_RULES as AWS } from './sources';

/** Quotas of API Gateway and CloudFormation. */
export const QUOTA_RULES = defineRules({
  RoutesOverQuota: {
    severity: 'warning',
    summary: 'An API has more than 300 routes.',
    source: AWS.limits,
    evidence: 'documented',
  },
  IntegrationsOverQuota: {
    severity: 'warning',
    summary: 'An API has more than 300 integrations, a quota that AWS does not raise for HTTP APIs.',
    source: AWS.httpQuotas,
    evidence: 'documented',
  },
  StagesOverQuota: {
    severity: 'warning',
    summary: 'An API has more than 10 stages.',
    source: AWS.limits,
    evidence: 'documented',
  },
  AuthorizersOverQuota: {
    severity: 'warning',
    summary: 'An API has more than 10 authorizers.',
    source: AWS.limits,
    evidence: 'documented',
  },
  ScopesOverQuota: {
    severity: 'warning',
    summary: 'A route has more than 10 authorization scopes.',
    source: AWS.httpQuotas,
    evidence: 'documented',
  },
  AudiencesOverQuota: {
    severity: 'warning',
    summary: 'An authorizer has more than 50 audiences.',
    source: AWS.httpQuotas,
    evidence: 'documented',
  },
  SubnetsOverQuota: {
    severity: 'warning',
    summary: 'A VPC link has more than 10 subnets.',
    source: AWS.limits,
    evidence: 'documented',
  },
  ResourcesNearQuota: {
    severity: 'warning',
    summary: 'A stack with routes has 450 or more of the 500 resources that CloudFormation allows.',
    source: AWS.cfnQuotas,
    evidence: 'documented',
  },
});

interface Quota {
  readonly rule: Rule;
  readonly what: string;
  readonly most: number;
  readonly remedy: string;
  readonly of: (group: ApiGroup) => readonly Resource[];
}

const QUOTAS: readonly Quota[] = [
  quota(
    QUOTA_RULES.RoutesOverQuota,
    'routes',
    300,
    'request a higher quota, or replace several routes with one that has a path variable',
    ({ routes }) => routes.map(({ resource }) => resource),
  ),
  quota(QUOTA_RULES.IntegrationsOverQuota, 'integrations', 300, 'share integrations between routes', ({ integrations }) =>
    integrations.map(({ resource }) => resource),
  ),
  quota(
    QUOTA_RULES.StagesOverQuota,
    'stages',
    10,
    'request a higher quota, or create a separate API for each environment',
    ({ stages }) => stages,
  ),
  quota(
    QUOTA_RULES.AuthorizersOverQuota,
    'authorizers',
    10,
    'share authorizers between routes, or contact AWS Support',
    ({ authorizers }) => authorizers,
  ),
];

/** Checks the number of resources of each kind in an API. Resources with a condition are not counted. */
export function checkQuotas(group: ApiGroup): Finding[] {
  return QUOTAS.flatMap(({ rule, what, most, remedy, of }) => {
    const counted = of(group).filter(({ conditional }) => !conditional);
    const first = counted.at(most);
    return first === undefined
      ? []
      : at(group.api ?? first, group.api === undefined ? 'ApiId' : 'Name', [overQuota({ rule, what, most, remedy }, counted.length)]);
  });
}

/** Problems of an API with the given number of routes and integrations. */
export function routeQuotas(routes: number, integrations: number): Problem[] {
  const [ofRoutes, ofIntegrations] = QUOTAS;
  return [
    ...(routes > ofRoutes.most ? [overQuota(ofRoutes, routes)] : []),
    ...(integrations > ofIntegrations.most ? [overQuota(ofIntegrations, integrations)] : []),
  ];
}

function overQuota({ rule, what, most, remedy }: Omit<Quota, 'of'>, count: number): Problem {
  return problem(rule, String(count), `the API has ${count} ${what}, but the quota is ${most}`, remedy);
}

function quota(rule: Rule, what: string, most: number, remedy: string, of: Quota['of']): Quota {
  return { rule, what, most, remedy, of };
}

const MAX_SCOPES = 10;
const MAX_AUDIENCES = 50;
const MAX_SUBNETS = 10;

/** Checks the number of authorization scopes of a route. */
export function checkScopes(route: Resource): Finding[] {
  return checkCount(
    route,
    'AuthorizationScopes',
    route.raw('AuthorizationScopes'),
    MAX_SCOPES,
    QUOTA_RULES.ScopesOverQuota,
    'authorization scopes',
  );
}

/** Checks the number of audiences of an authorizer. */
export function checkAudiences(authorizer: Resource): Finding[] {
  const audiences = member(authorizer.object('JwtConfiguration'), 'Audience');
  return checkCount(authorizer, 'JwtConfiguration/Audience', audiences, MAX_AUDIENCES, QUOTA_RULES.AudiencesOverQuota, 'audiences');
}

/** Checks the number of subnets of a VPC link. */
export function checkSubnets(link: Resource): Finding[] {
  return checkCount(link, 'SubnetIds', link.raw('SubnetIds'), MAX_SUBNETS, QUOTA_RULES.SubnetsOverQuota, 'subnets');
}

function checkCount(resource: Resource, path: string, list: unknown, most: number, rule: Rule, what: string): Finding[] {
  const count = Array.isArray(list) ? list.filter(certain).length : 0;
  return count > most
    ? at(resource, path, [problem(rule, String(count), `there are ${count} ${what}, but the quota is ${most}`, `use at most ${most}`)])
    : [];
}

/** Whether a list entry exists regardless of conditions. */
const certain = (entry: unknown): boolean => member(entry, 'Fn::If') === undefined && member(entry, 'Ref') !== 'AWS::NoValue';

/** The maximum number of resources in one template. */
const MAX_STACK_RESOURCES = 500;
/** The number of resources from which another API of moderate size may not fit. */
const NEAR_MAX_STACK_RESOURCES = 450;

const OF_ROUTES = ['AWS::ApiGatewayV2::Route', 'AWS::ApiGatewayV2::Integration', 'AWS::Lambda::Permission'];

/** Whether the number of such resources grows with the number of routes. */
export function isOfRoutes(type: string): boolean {
  return OF_ROUTES.includes(type);
}

/** Checks the number of resources in a template that contains routes. */
export function checkResourceCount(resources: readonly Resource[]): Finding[] {
  const routes = resources.filter(({ type }) => isOfRoutes(type));
  const last = routes.at(-1);
  return last === undefined ? [] : of(last, 'Type', resourcesNearQuota(resources.length, routes.length));
}

/** The problem of a stack that has almost reached the maximum number of resources. */
export function resourcesNearQuota(count: number, ofRoutes: number): Problem[] {
  return count < NEAR_MAX_STACK_RESOURCES
    ? []
    : [
        problem(
          QUOTA_RULES.ResourcesNearQuota,
          undefined,
          `the stack has ${count} resources, of which ${ofRoutes} are routes, integrations and permissions to invoke functions, but CloudFormation allows only ${MAX_STACK_RESOURCES}`,
          'share integrations between routes, use one permission for the whole API for each function, or move routes to another stack',
        ),
      ];
}
