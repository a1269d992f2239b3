import { type HttpRouteIntegration, ParameterMapping, type WebSocketRouteIntegration } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Construct } from 'constructs';

/** A module that has integration classes: the CDK's, or the family's taken together. */
// biome-ignore lint/suspicious/noExplicitAny: the two have different option types under equal names
export type Integrations = Record<string, any>;

// biome-ignore lint/suspicious/noExplicitAny: options of every class
export type Options = Record<string, any>;

/** How to make integrations of one class, for the suites that run over all classes of a protocol. */
interface Variant<Integration> {
  readonly className: string;
  /** Whether the CDK has a class of this name. */
  readonly inCdk: boolean;
  /** Makes one; what it needs (a function, a listener) is made in the scope, once for each name. */
  create(integrations: Integrations, scope: Construct, id: string, options?: Options): Integration;
  /** Values to try for each option of the class's own, beside the common ones. */
  readonly options: Record<string, readonly unknown[]>;
}

/** A class for HTTP APIs. */
export interface IntegrationVariant extends Variant<HttpRouteIntegration> {
  /** @default "HTTP" */
  readonly protocol?: 'HTTP';
  /** Common options that the CDK's class does not have. @default none */
  readonly lacksInCdk?: readonly string[];
  /** Differences from the CDK's class wherever no mapping is given. @default none */
  readonly differsWithoutMapping?: readonly string[];
  /** Of an AWS service: parameters that a whole mapping has, in place of headers and the like. */
  parameters?(options: Options): Record<string, string>;
}

/** A class for WebSocket APIs. */
export interface WebSocketVariant extends Variant<WebSocketRouteIntegration> {
  readonly protocol: 'WEBSOCKET';
}

/** A mapping that the class takes: of a service its own parameters, else the headers and the like that are given. */
export function mappingFor({ parameters }: IntegrationVariant, others: Record<string, string>, options: Options = {}): ParameterMapping {
  const entries = Object.entries(parameters?.(options) ?? others);
  return entries.reduce((mapping, [key, value]) => mapping.custom(key, value), new ParameterMapping());
}
