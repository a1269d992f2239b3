import type { Source } from '../load-assembly';

/** The kinds of changes. */
export type ChangeKind =
  | 'api-added'
  | 'api-removed'
  | 'api-replaced'
  | 'api-changed'
  | 'cors-changed'
  | 'stage-added'
  | 'stage-removed'
  | 'stage-replaced'
  | 'stage-changed'
  | 'route-added'
  | 'route-removed'
  | 'route-moved'
  | 'route-replaced'
  | 'route-changed'
  | 'route-opened'
  | 'authorization-required'
  | 'authorization-widened'
  | 'authorization-narrowed'
  | 'authorization-changed'
  | 'authorizer-changed'
  | 'integration-replaced'
  | 'integration-changed'
  | 'permission-widened'
  | 'permission-narrowed'
  | 'permission-changed'
  | 'mapping-added'
  | 'mapping-removed'
  | 'mapping-moved'
  | 'domain-changed';

/** An effect that the deployment of a changed app has on one of its APIs. */
export interface Change extends Source {
  readonly kind: ChangeKind;
  /** Whether clients can lose access, or others can gain it. */
  readonly attention: boolean;
  /** The name of the API; undefined for a custom domain name. */
  readonly api?: string;
  /** The keys of the routes that change in the same way; empty if the change is not about routes. */
  readonly routes: readonly string[];
  /** What changes, such as `moved from the function A to the function B`. */
  readonly message: string;
  readonly before?: string;
  readonly after?: string;
  /** The resource that changes; for what is removed, the resource that contained it, if it still exists. */
  readonly stack: string;
  /** Path of the template. */
  readonly file: string;
  readonly logicalId: string;
  readonly constructPath?: string;
}

const MAX_LISTED_ROUTES = 5;

/** What a change is about: its routes, or its API. */
export function subjectOf({ api, routes }: Pick<Change, 'api' | 'routes'>): string {
  if (routes.length === 0) {
    return api ?? 'custom domain name';
  }
  const rest = routes.length - MAX_LISTED_ROUTES;
  return `${routes.slice(0, MAX_LISTED_ROUTES).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}
