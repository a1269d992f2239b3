import type { Resource } from '@apigwv2-integrations/core/engine';
import type { Cors } from '../definitions/http-api';
import { changedProperties, describeProperties, type PropertyChange, readProperties } from './properties';
import { type ApiPair, describeIds, type FoundChange, type Sides } from './sides';
import type { ApiMapping } from './snapshot';

/** Compares what an API has besides its routes: stages, CORS and authorizers. */
export function compareSettings(pair: ApiPair, sides: Sides): readonly FoundChange[] {
  return [...compareCors(pair), ...compareStages(pair, sides), ...compareAuthorizers(pair, sides)];
}

/** A new deployment of the same routes has another ID. */
const STAGE_PROPERTIES: ReadonlySet<string> = new Set(['ApiId', 'StageName', 'DeploymentId', 'Tags']);

function compareStages({ before, after, isReplaced }: ApiPair, sides: Sides): readonly FoundChange[] {
  const api = after.name;
  const changes: FoundChange[] = [];
  const add = (kind: FoundChange['kind'], attention: boolean, message: string, resource: Resource): void => {
    changes.push({ kind, attention, api, routes: [], message, resource });
  };
  for (const [name, stage] of after.stages) {
    const old = before.stages.get(name);
    if (old === undefined) {
      add('stage-added', false, `the stage ${name} is added`, stage);
      continue;
    }
    if (!isReplaced && sides.before.idOf(old) !== sides.after.idOf(stage)) {
      const outcome = 'CloudFormation creates the new stage before it deletes the old one of the same name';
      add('stage-replaced', true, `the stage ${name} is replaced, because ${describeIds(old, stage)}: ${outcome}`, stage);
    }
    const properties = propertyChanges(old, stage, { before, after, isReplaced }, sides, STAGE_PROPERTIES);
    if (properties.length > 0) {
      add('stage-changed', false, `settings of the stage ${name} change: ${describeProperties(properties)}`, stage);
    }
  }
  for (const name of before.stages.keys()) {
    if (!after.stages.has(name)) {
      add('stage-removed', true, `the stage ${name} is removed: its URLs do not work any more`, after.first);
    }
  }
  return changes;
}

const AUTHORIZER_PROPERTIES: ReadonlySet<string> = new Set(['ApiId']);

/** Authorizers that are only on one side show in the authorization of routes. */
function compareAuthorizers(pair: ApiPair, sides: Sides): readonly FoundChange[] {
  const { before, after } = pair;
  return [...after.authorizers].flatMap(([name, authorizer]) => {
    const old = before.authorizers.get(name);
    const properties = old === undefined ? [] : propertyChanges(old, authorizer, pair, sides, AUTHORIZER_PROPERTIES);
    if (properties.length === 0) {
      return [];
    }
    const routes = [...after.routes].filter(([, { view }]) => view.authorization.authorizer === name).map(([key]) => key);
    const message = `the authorizer ${name} changes: ${describeProperties(properties)}`;
    return [{ kind: 'authorizer-changed' as const, attention: true, api: after.name, routes, message, resource: authorizer }];
  });
}

function propertyChanges(
  old: Resource,
  resource: Resource,
  { before, after }: ApiPair,
  sides: Sides,
  except: ReadonlySet<string>,
): readonly PropertyChange[] {
  return changedProperties(
    readProperties(old, before.home, sides.before.resolver, except),
    readProperties(resource, after.home, sides.after.resolver, except),
  );
}

const CORS_LISTS = [
  ['allowOrigins', 'allows the origins', 'no longer allows the origins'],
  ['allowMethods', 'allows the methods', 'no longer allows the methods'],
  ['allowHeaders', 'allows the headers', 'no longer allows the headers'],
  ['exposeHeaders', 'exposes the headers', 'no longer exposes the headers'],
] as const;

function compareCors({ before, after }: ApiPair): readonly FoundChange[] {
  const { name: api, first: resource } = after;
  if (before.cors === undefined && after.cors === undefined) {
    return [];
  }
  const [old, cors] = [before.cors ?? NO_CORS, after.cors ?? NO_CORS];
  const changes: string[] = [];
  let attention = false;
  for (const [member, allows, forbids] of CORS_LISTS) {
    const added = cors[member].filter((value) => !old[member].includes(value));
    const removed = old[member].filter((value) => !cors[member].includes(value));
    if (added.length > 0) {
      changes.push(`${allows} ${added.join(', ')}`);
    }
    if (removed.length > 0) {
      changes.push(`${forbids} ${removed.join(', ')}`);
    }
    attention ||= removed.length > 0 || added.includes('*');
  }
  if (old.allowCredentials !== cors.allowCredentials) {
    changes.push(cors.allowCredentials ? 'allows credentials' : 'no longer allows credentials');
    attention = true;
  }
  if (old.maxAge !== cors.maxAge) {
    changes.push(`preflights are cached for ${cors.maxAge ?? 'the default number of'} s (was ${old.maxAge ?? 'the default'})`);
  }
  if (changes.length === 0) {
    return [];
  }
  const which = before.cors === undefined ? 'CORS is configured' : after.cors === undefined ? 'CORS is removed' : 'CORS';
  return [{ kind: 'cors-changed', attention, api, routes: [], message: `${which}: ${changes.join('; ')}`, resource }];
}

const NO_CORS: Cors = { allowOrigins: [], allowMethods: [], allowHeaders: [], exposeHeaders: [], allowCredentials: false };

const DOMAIN_PROPERTIES: ReadonlySet<string> = new Set(['DomainName', 'Tags']);

/** Compares custom domain names and their API mappings. */
export function compareDomains({ before, after }: Sides): readonly FoundChange[] {
  const changes: FoundChange[] = [];
  for (const [url, mapping] of after.mappings) {
    const old = before.mappings.get(url);
    const { api, resource } = mapping;
    if (old === undefined) {
      changes.push({
        kind: 'mapping-added',
        attention: false,
        api,
        routes: [],
        message: `mapped to ${url}, ${describe(mapping)}`,
        resource,
      });
    } else if (describe(old) !== describe(mapping)) {
      const message = `https://${url} moves from ${describe(old)} to ${describe(mapping)}`;
      changes.push({ kind: 'mapping-moved', attention: true, api, routes: [], message, resource });
    }
  }
  for (const [url, mapping] of before.mappings) {
    if (!after.mappings.has(url)) {
      const message = `no longer mapped to ${url}, which was ${describe(mapping)}`;
      const resource = after.apis.find(({ name }) => name === mapping.api)?.first ?? mapping.resource;
      changes.push({ kind: 'mapping-removed', attention: true, api: mapping.api, routes: [], message, resource });
    }
  }
  for (const [name, domain] of after.domains) {
    const old = before.domains.get(name);
    const properties =
      old === undefined
        ? []
        : changedProperties(
            readProperties(old, old.template, before.resolver, DOMAIN_PROPERTIES),
            readProperties(domain, domain.template, after.resolver, DOMAIN_PROPERTIES),
          );
    if (properties.length > 0) {
      const message = `the custom domain name ${name} changes: ${describeProperties(properties)}`;
      changes.push({ kind: 'domain-changed', attention: false, routes: [], message, resource: domain });
    }
  }
  return changes;
}

function describe({ api, stage }: ApiMapping): string {
  return `the stage ${stage} of ${api}`;
}
