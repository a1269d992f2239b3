import type { ApiPlan } from '../definitions/http-api';
import type { RoutePlan } from '../definitions/route';
import type { StagePlan } from '../definitions/stage';
import type { Field, IncomingRequest } from './message';

/** The caller as its authorizer identified it. */
export type Caller =
  | { readonly kind: 'none' }
  | { readonly kind: 'jwt'; readonly claims: Readonly<Record<string, unknown>>; readonly scopes: readonly string[] | null }
  | {
      readonly kind: 'lambda';
      /** The context that the Lambda authorizer returned, if any. */
      readonly context?: Readonly<Record<string, unknown>>;
      /** The principal ID that a policy result has. */
      readonly principalId?: string;
    }
  /** The access key ID is unknown if signatures are not verified. */
  | { readonly kind: 'iam'; readonly accessKey?: string };

/** A request whose stage and route are known. */
export interface RoutedRequest {
  readonly request: IncomingRequest;
  readonly api: ApiPlan;
  readonly stage: StagePlan;
  readonly route: RoutePlan;
  /** In the service's format. */
  readonly requestId: string;
  readonly startedAt: Date;
  /** Decoded, without the stage. */
  readonly path: string;
  /** As received, without the stage. */
  readonly rawPath: string;
  /** Of the route's variables, decoded. */
  readonly pathVariables: Readonly<Record<string, string>>;
  /** As received, without the question mark. */
  readonly rawQuery: string;
  /** Decoded, in their order. */
  readonly query: readonly Field[];
  readonly caller: Caller;
}

/** A request after its mapping; the original values where there is no mapping. */
export interface MappedRequest {
  /** Decoded; without the stage, unless the mapping wrote the path. */
  readonly path: string;
  readonly pathOverwritten: boolean;
  readonly headers: readonly Field[];
  readonly query: readonly Field[];
  readonly queryChanged: boolean;
}
