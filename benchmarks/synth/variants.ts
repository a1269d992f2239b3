import type { Task } from '../apps/task';

/** A kind of app, which is measured with different numbers of routes. */
export interface Variant extends Pick<Task, 'file' | 'scenario'> {
  readonly name: string;
  /** Documented differences of the family's template from the CDK's. */
  readonly difference?: { readonly cdk: string; readonly ours: string };
}

/** The end of the source ARN of an API-wide permission; docs/differences.md has the reason for the difference. */
const WHOLE_API = { cdk: '/*/*/*"', ours: '/*"' };

export const SHARED: Variant = { name: 'shared Lambda integration', file: 'lambda', scenario: 'shared' };
export const EACH: Variant = { name: 'one Lambda integration per route', file: 'lambda', scenario: 'each' };
export const API_WIDE: Variant = { name: 'API-wide permission', file: 'lambda', scenario: 'apiWide', difference: WHOLE_API };
export const ROUTE_SCOPED: Variant = { name: 'one permission per route', file: 'lambda', scenario: 'routeScoped' };
export const URL: Variant = { name: 'URL with a mapping', file: 'url', scenario: 'url' };
export const WEBSOCKET: Variant = { name: 'WebSocket', file: 'websocket', scenario: 'webSocket' };

/** The variants that are measured in all sizes. */
export const VARIANTS: readonly Variant[] = [SHARED, EACH, API_WIDE, URL, WEBSOCKET];
