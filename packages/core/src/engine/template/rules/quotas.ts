import type { ApiGroup } from '../api';
import type { Problem, RuleCode } from '../engine';
import { at, type Finding, problem } from '../finding';
import type { Resource } from '../resource';

interface Quota {
  readonly code: RuleCode;
  readonly what: string;
  readonly most: number;
  readonly remedy: string;
  readonly of: (group: ApiGroup) => readonly Resource[];
}

const QUOTAS: readonly Quota[] = [
  quota('RoutesOverQuota', 'routes', 300, 'ask for a higher quota, or let one route with a variable take several', ({ routes }) =>
    routes.map(({ resource }) => resource),
  ),
  quota('IntegrationsOverQuota', 'integrations', 300, 'let routes share an integration', ({ integrations }) =>
    integrations.map(({ resource }) => resource),
  ),
  quota('StagesOverQuota', 'stages', 10, 'ask for a higher quota, or give each environment an API of its own', ({ stages }) => stages),
  quota('AuthorizersOverQuota', 'authorizers', 10, 'let routes share an authorizer, or ask AWS Support', ({ authorizers }) => authorizers),
];

/** How many of each the API has, told once. What a condition may leave out is not counted. */
export function checkQuotas(group: ApiGroup): Finding[] {
  return QUOTAS.flatMap(({ code, what, most, remedy, of }) => {
    const counted = of(group).filter(({ conditional }) => !conditional);
    const first = counted.at(most);
    return first === undefined
      ? []
      : at(group.api ?? first, group.api === undefined ? 'ApiId' : 'Name', [overQuota({ code, what, most, remedy }, counted.length)]);
  });
}

/** What is wrong with an API of so many routes and integrations. */
export function routeQuotas(routes: number, integrations: number): Problem[] {
  const [ofRoutes, ofIntegrations] = QUOTAS;
  return [
    ...(routes > ofRoutes.most ? [overQuota(ofRoutes, routes)] : []),
    ...(integrations > ofIntegrations.most ? [overQuota(ofIntegrations, integrations)] : []),
  ];
}

function overQuota({ code, what, most, remedy }: Omit<Quota, 'of'>, count: number): Problem {
  return problem(code, String(count), `the API has ${count} ${what}, and the quota is ${most}`, remedy);
}

function quota(code: RuleCode, what: string, most: number, remedy: string, of: Quota['of']): Quota {
  return { code, what, most, remedy, of };
}
