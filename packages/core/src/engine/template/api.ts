import type { Resource } from './resource';

export type Protocol = 'HTTP' | 'WEBSOCKET';

/** What belongs to one API, whether the template makes that API or only names it. */
export interface ApiGroup {
  /** The API, if this template makes it. */
  readonly api?: Resource;
  /** Unknown for an API of another template that nothing gives away. */
  readonly protocol?: Protocol;
  readonly routes: readonly Route[];
  readonly integrations: readonly Integration[];
  readonly integrationResponses: readonly Resource[];
  readonly stages: readonly Resource[];
  readonly authorizers: readonly Resource[];
}

/** A route and what it leads to. */
export interface Route {
  readonly resource: Resource;
  /** `$default`, `GET /books` or a WebSocket key; nothing if it is unknown. */
  readonly key?: string;
  /** The integration, if this template makes it. */
  readonly integration?: Resource;
}

/** An integration and the routes that lead to it. */
export interface Integration {
  readonly resource: Resource;
  readonly routes: readonly Route[];
  /** How many integration responses the template gives it. */
  readonly responses: number;
}
