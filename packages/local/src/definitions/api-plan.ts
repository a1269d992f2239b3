import type { ResourceLocation } from '@apigwv2-integrations/core/engine';
import type { AuthorizerPlan } from './authorizer-plan';
import type { Cors } from './display/api';
import type { IntegrationPlan } from './integration-plan';

/** A stage with the variables that its requests can read. */
export interface StagePlan {
  readonly name: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** What cannot be served, and why, in words for the person who started the gateway. */
export interface Unserved {
  readonly kind: 'unserved';
  readonly reason: string;
}

/** A route with everything resolved to values of this machine. */
export interface RoutePlan {
  /** `GET /books/{id}`, `ANY /{proxy+}` or `$default`. */
  readonly key: string;
  readonly place: ResourceLocation;
  readonly authorizer: AuthorizerPlan | Unserved;
  readonly integration: IntegrationPlan | Unserved;
}

/** An HTTP API as the gateway serves it. */
export interface ApiPlan {
  /** Stands in for the id that the service would give: ten characters, the same on each start. */
  readonly id: string;
  readonly name: string;
  readonly place: ResourceLocation;
  readonly accountId: string;
  readonly region: string;
  readonly cors?: Cors;
  readonly stages: readonly StagePlan[];
  readonly routes: readonly RoutePlan[];
}
