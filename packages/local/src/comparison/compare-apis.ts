import { sourceOf } from '../load-assembly';
import type { ExpandedTemplate } from '../template/expand-template';
import { isAuthorizable } from './authorization';
import type { Change } from './change';
import { compareRoutes } from './compare-routes';
import { compareDomains, compareSettings } from './compare-settings';
import { changedProperties, describeProperties, readProperties } from './properties';
import { type ApiPair, describeIds, type FoundChange, pairApis, type Sides } from './sides';
import { type ApiSnapshot, readSnapshot } from './snapshot';

/**
 * Finds what the deployment of changed templates does to their APIs: to routes, authorization, integrations, permissions,
 * stages, CORS and custom domain names. Takes time linear in the size of the templates.
 */
export function compareTemplates(before: readonly ExpandedTemplate[], after: readonly ExpandedTemplate[]): readonly Change[] {
  const sides: Sides = { before: readSnapshot(before), after: readSnapshot(after) };
  const { pairs, removed, added } = pairApis(sides);
  const changes: FoundChange[] = [
    ...pairs.flatMap((pair) => [...replacedApi(pair, sides), ...compareRoutes(pair, sides), ...compareSettings(pair, sides)]),
    ...added.map((api) => wholeApi(api, 'api-added', 'added')),
    ...removed.map((api) => wholeApi(api, 'api-removed', 'removed')),
    ...compareDomains(sides),
  ];
  return changes.map((change) => located(change, sides));
}

const COMPARED_ELSEWHERE: ReadonlySet<string> = new Set(['Body', 'CorsConfiguration', 'ProtocolType', 'Tags']);

function replacedApi({ before, after, isReplaced: replaced }: ApiPair, sides: Sides): readonly FoundChange[] {
  const { name: api, api: resource } = after;
  if (before.api === undefined || resource === undefined) {
    return [];
  }
  const properties = changedProperties(
    readProperties(before.api, before.home, sides.before.resolver, COMPARED_ELSEWHERE),
    readProperties(resource, after.home, sides.after.resolver, COMPARED_ELSEWHERE),
  );
  const changes: FoundChange[] = [];
  if (replaced) {
    const [from, to] = [sides.before.idOf(before.api), sides.after.idOf(resource)];
    const reason = from === to ? `its protocol changes from ${before.protocol} to ${after.protocol}` : describeIds(before.api, resource);
    const message = `replaced, because ${reason}: the new API has another ID and another default URL, and the old one is deleted`;
    changes.push({ kind: 'api-replaced', attention: true, api, routes: [], message, resource });
  }
  if (properties.length > 0) {
    const message = `settings change: ${describeProperties(properties)}`;
    const disabled = properties.some(({ name }) => name === 'DisableExecuteApiEndpoint');
    changes.push({ kind: 'api-changed', attention: disabled, api, routes: [], message, resource });
  }
  return changes;
}

function wholeApi({ name, first, routes, protocol }: ApiSnapshot, kind: 'api-added' | 'api-removed', verb: string): FoundChange {
  const keys = [...routes.keys()];
  const open = [...routes.values()].filter(({ view }) => view.authorization.type === 'NONE' && isAuthorizable(protocol, view.key));
  const count = `${keys.length} ${keys.length === 1 ? 'route' : 'routes'}`;
  const authorization = open.length === 0 ? '' : `, ${open.length === keys.length ? 'all' : open.length} of them open to the public`;
  const message = `the ${protocol === 'HTTP' ? 'HTTP' : 'WebSocket'} API is ${verb}, with ${count}${keys.length === 0 ? '' : authorization}`;
  return { kind, attention: kind === 'api-removed', api: name, routes: [], message, resource: first };
}

function located({ resource, ...change }: FoundChange, { after }: Sides): Change {
  // Undefined for a resource of the old app, whose lines may be in a file that has changed since.
  const file = after.fileOf(resource.template);
  const { logicalId, path, stack } = resource.location;
  // What a document describes is written there, or in what SAM adds to it.
  const { resource: written, property } = resource.origin?.locate('Properties') ?? { resource };
  return {
    ...change,
    stack,
    file: resource.location.file,
    logicalId,
    constructPath: path,
    ...sourceOf(file, { logicalId: written.logicalId, constructPath: written.constructPath, property }),
  };
}
