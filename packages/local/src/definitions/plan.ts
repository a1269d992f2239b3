import type { ResourceLocation } from '@apigwv2-integrations/core/engine';
import type { Overrides } from '../template/overrides/overrides';
import type { ApiPlan } from './api-plan';

/** A line for what of an app is not served, or not as it will be once it is deployed. */
export interface Diagnostic {
  readonly place: ResourceLocation;
  readonly text: string;
  /** The line of the user's code that created the construct, such as `app.ts:17`. */
  readonly sourceLocation?: string;
}

/** All that can be served of an app. */
export interface Plan {
  /** The path as it was given. */
  readonly source: string;
  readonly kind: 'assembly' | 'template';
  readonly apis: readonly ApiPlan[];
  /** Every API of the assembly, with its protocol: `HTTP`, `WEBSOCKET` or `unknown`. */
  readonly found: readonly { readonly name: string; readonly protocol: string }[];
  /** Names of the custom domains of the assembly. */
  readonly customDomains: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
  /** Set if a source file of the app was changed after it was synthesized. */
  readonly staleWarning?: string;
}

/** An HTTP API before it is planned. */
export interface NamedApi {
  readonly id: string;
  readonly name: string;
  readonly place: ResourceLocation;
}

/** What the assembly leaves open. */
export interface PlanOptions {
  /** Name, construct path or logical id of the only API to read. @default all APIs */
  readonly api?: string;
  /** Region of stacks that name none. @default 'us-east-1' */
  readonly region?: string;
  /** Account of stacks that name none. @default '123456789012' */
  readonly accountId?: string;
  /** Files of overrides, or what such files hold; the later one wins. @default none */
  readonly overrides?: string | Overrides | readonly (string | Overrides)[];
  /** Where an API answers on this machine, such as `http://127.0.0.1:3000`. @default the URL that it would have once it is deployed */
  readonly endpoint?: (api: NamedApi) => string | undefined;
}
