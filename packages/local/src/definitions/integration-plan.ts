import type { ResourceLocation } from '@apigwv2-integrations/core/engine';
import type { FunctionPlan } from './function-plan';

export type MappingPair = readonly [string, string];

/** What the gateway calls. */
export type TargetPlan =
  | { readonly kind: 'lambda'; readonly function: FunctionPlan; readonly payloadFormatVersion: '1.0' | '2.0' }
  | {
      /** A function that stage variables name. */
      readonly kind: 'lambda-by-stage';
      /** By the name of the stage. */
      readonly functions: ReadonlyMap<string, FunctionPlan | NoFunction>;
      readonly payloadFormatVersion: '1.0' | '2.0';
    }
  | {
      readonly kind: 'url';
      /** With `{name}` and `${stageVariables.name}` as written. */
      readonly url: string;
      /** `ANY` passes the client's method on. */
      readonly method: string;
    }
  | {
      readonly kind: 'private';
      /** The listener or the Cloud Map service, as `--target` may name it: logical id, construct path, ARN; the readable one first. */
      readonly names: readonly string[];
      readonly service: 'listener' | 'cloud-map' | 'unknown';
      readonly method: string;
      /** The name that the certificate must have; traffic is plain HTTP without one. */
      readonly serverName?: string;
    }
  | {
      readonly kind: 'service';
      /** Such as `SQS-SendMessage`. */
      readonly subtype: string;
      /** Names and expressions of the service's parameters. */
      readonly parameters: readonly MappingPair[];
      /** Where the service is called, unless the parameter `Region` says otherwise. */
      readonly region: string;
    };

/** Why there is no function for a stage: 501 where there is none here, 500 where there would be none in the service either. */
export interface NoFunction {
  readonly kind: 'none';
  readonly statusCode: 500 | 501;
  readonly reason: string;
}

/** An integration with everything resolved to values of this machine. */
export interface IntegrationPlan {
  readonly kind: 'served';
  /** Last step of its construct path, else its logical id. */
  readonly name: string;
  readonly place: ResourceLocation;
  readonly target: TargetPlan;
  readonly timeoutMillis: number;
  readonly requestMapping: readonly MappingPair[];
  /** By the status code that the integration returned. */
  readonly responseMapping: ReadonlyMap<number, readonly MappingPair[]>;
}
