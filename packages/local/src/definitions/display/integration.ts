import type { ResourceLocation } from '@apigwv2-integrations/core/engine';

/** What the gateway calls. */
export type Target =
  /** `inAssembly` is false for a function that the assembly only refers to. */
  | { readonly kind: 'lambda'; readonly name: string; readonly inAssembly: boolean }
  | { readonly kind: 'url'; readonly url: string; readonly method?: string }
  | { readonly kind: 'private'; readonly name: string; readonly through: string; readonly service: 'listener' | 'cloud-map' | 'unknown' }
  /** An action of an AWS service, and of an HTTP API what it is done with: a queue, a bus, a stream. */
  | { readonly kind: 'service'; readonly name: string; readonly resource?: string }
  | { readonly kind: 'mock' }
  | { readonly kind: 'unknown'; readonly name: string };

/** One entry of a parameter mapping. */
export interface Mapping {
  readonly destination: string;
  readonly source: string;
}

/** Entries of a response mapping, for the status code that the integration returned. */
export interface ResponseMapping extends Mapping {
  readonly statusCode: string;
}

/** An integration: how a route reaches its backend. */
export interface Integration {
  /** Last step of its construct path, else its logical id. */
  readonly name: string;
  readonly place: ResourceLocation;
  /** AWS_PROXY, HTTP_PROXY, AWS, HTTP or MOCK. */
  readonly type: string;
  readonly subtype?: string;
  readonly target: Target;
  readonly payloadFormatVersion?: string;
  readonly timeoutInMillis?: string;
  /** The role with which the gateway calls, by its readable name. */
  readonly role?: string;
  readonly requestMappings: readonly Mapping[];
  readonly responseMappings: readonly ResponseMapping[];
  /** Keys of the request templates (WebSocket). */
  readonly requestTemplates: readonly string[];
}
