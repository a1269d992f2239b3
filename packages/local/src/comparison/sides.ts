import type { Resource } from '@apigwv2-integrations/core/engine';
import type { Change } from './change';
import type { ApiSnapshot, Snapshot } from './snapshot';

/** A change whose location is still a resource. */
export interface FoundChange extends Omit<Change, 'stack' | 'file' | 'logicalId' | 'constructPath' | 'sourceLocation' | 'position'> {
  readonly resource: Resource;
}

/** An API on both sides. */
export interface ApiPair {
  readonly before: ApiSnapshot;
  readonly after: ApiSnapshot;
  /** Whether the deployment creates a new API with a new ID. */
  readonly isReplaced: boolean;
}

/** Both sides of a comparison. */
export interface Sides {
  readonly before: Snapshot;
  readonly after: Snapshot;
}

/** From which logical ID to which one a resource changes, with the stacks if they differ: CloudFormation then replaces it. */
export function describeIds(before: Resource, after: Resource): string {
  const [from, to] = [before.location, after.location];
  return from.logicalId === to.logicalId
    ? `its stack changes from ${from.stack} to ${to.stack}`
    : `its logical ID changes from ${from.logicalId} to ${to.logicalId}`;
}

/** Names under which an API is found on the other side, the most reliable ones first. */
function identities(api: ApiSnapshot, { idOf }: Snapshot): readonly string[] {
  const { api: resource, first, name, protocol, id } = api;
  if (resource === undefined) {
    return [`value ${id}`, `id ${idOf(first)}`];
  }
  const path = resource.path === undefined ? [] : [`path ${resource.path}`];
  return [...path, `id ${idOf(resource)}`, `name ${protocol} ${name}`];
}

const IDENTITY_KINDS = ['value', 'path', 'id', 'name'] as const;

/** Finds the APIs that are on both sides, whether or not their names or their logical IDs change. */
export function pairApis(sides: Sides): { pairs: readonly ApiPair[]; removed: readonly ApiSnapshot[]; added: readonly ApiSnapshot[] } {
  const partners = new Map<ApiSnapshot, ApiSnapshot>();
  const paired = new Set<ApiSnapshot>();
  for (const kind of IDENTITY_KINDS) {
    const left = uniqueByIdentity(sides.before, kind, paired);
    for (const [identity, after] of uniqueByIdentity(sides.after, kind, paired)) {
      const before = left.get(identity);
      if (before !== undefined) {
        partners.set(after, before);
        paired.add(before).add(after);
      }
    }
  }
  return {
    pairs: sides.after.apis.flatMap((after) => {
      const before = partners.get(after);
      return before === undefined ? [] : [{ before, after, isReplaced: isReplaced(before, after, sides) }];
    }),
    removed: sides.before.apis.filter((api) => !paired.has(api)),
    added: sides.after.apis.filter((api) => !paired.has(api)),
  };
}

/** The APIs that are not paired yet, by their identities of one kind. Identities of several APIs are left out. */
function uniqueByIdentity(side: Snapshot, kind: string, paired: ReadonlySet<ApiSnapshot>): ReadonlyMap<string, ApiSnapshot> {
  const found = new Map<string, ApiSnapshot | undefined>();
  for (const api of side.apis.filter((each) => !paired.has(each))) {
    for (const identity of identities(api, side).filter((each) => each.startsWith(`${kind} `))) {
      found.set(identity, found.has(identity) ? undefined : api);
    }
  }
  return new Map([...found].filter((entry): entry is [string, ApiSnapshot] => entry[1] !== undefined));
}

function isReplaced(before: ApiSnapshot, after: ApiSnapshot, sides: Sides): boolean {
  if (before.api === undefined || after.api === undefined) {
    return false;
  }
  // CloudFormation cannot update the protocol of an API.
  return sides.before.idOf(before.api) !== sides.after.idOf(after.api) || before.protocol !== after.protocol;
}
