import type { ResourceLocation } from '@apigwv2-integrations/core/engine';
import type { Overrides } from '../template/overrides/overrides';
import type { ApiPlan } from './api-plan';

/** A line for what of an app is not served, or not as it will be once it is deployed. */
export interface Diagnostic {
  readonly place: ResourceLocation;
  readonly text: string;
}

/** All that can be served of an app. */
export interface Plan {
  /** The path as it was given. */
  readonly source: string;
  readonly kind: 'assembly' | 'template';
  readonly apis: readonly ApiPlan[];
  readonly diagnostics: readonly Diagnostic[];
}

/** An HTTP API before it is planned. */
export interface NamedApi {
  readonly id: string;
  readonly name: string;
  readonly place: ResourceLocation;
}

/** What the assembly leaves open. */
export interface PlanOptions {
  /** Region of stacks that name none. @default 'us-east-1' */
  readonly region?: string;
  /** Account of stacks that name none. @default '123456789012' */
  readonly accountId?: string;
  /** Files of overrides, or what such files hold; the later one wins. @default none */
  readonly overrides?: string | Overrides | readonly (string | Overrides)[];
  /** Where an API answers on this machine, such as `http://127.0.0.1:3000`. @default the URL that it would have once it is deployed */
  readonly endpoint?: (api: NamedApi) => string | undefined;
}
