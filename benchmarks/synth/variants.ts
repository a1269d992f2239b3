import type { Task } from '../apps/task';

/** A kind of app, which is measured with as many routes as asked for. */
export interface Variant extends Pick<Task, 'file' | 'scenario'> {
  readonly name: string;
  /** What the template of the family's classes has in place of what the CDK's have, where that is a documented difference. */
  readonly difference?: { readonly cdk: string; readonly ours: string };
}

/** How an API-wide permission ends: docs/differences.md tells why. */
const WHOLE_API = { cdk: '/*/*/*"', ours: '/*"' };

export const SHARED: Variant = { name: 'shared Lambda integration', file: 'lambda', scenario: 'shared' };
export const EACH: Variant = { name: 'one Lambda integration per route', file: 'lambda', scenario: 'each' };
export const API_WIDE: Variant = { name: 'API-wide permission', file: 'lambda', scenario: 'apiWide', difference: WHOLE_API };
export const ROUTE_SCOPED: Variant = { name: 'one permission per route', file: 'lambda', scenario: 'routeScoped' };
export const URL: Variant = { name: 'URL with a mapping', file: 'url', scenario: 'url' };
export const WEBSOCKET: Variant = { name: 'WebSocket', file: 'websocket', scenario: 'webSocket' };

/** Those of which every size is measured. */
export const VARIANTS: readonly Variant[] = [SHARED, EACH, API_WIDE, URL, WEBSOCKET];
