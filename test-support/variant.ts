import { type HttpRouteIntegration, ParameterMapping, type WebSocketRouteIntegration } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Construct } from 'constructs';

/** The integration classes of the CDK or of this family, by name. */
// biome-ignore lint/suspicious/noExplicitAny: classes of the same name have different option types
export type Integrations = Record<string, any>;

// biome-ignore lint/suspicious/noExplicitAny: options of every class
export type Options = Record<string, any>;

/** Creates integrations of one class, for the suites that test all classes of a protocol. */
interface Variant<Integration> {
  readonly className: string;
  /** Whether the CDK has a class of this name. */
  readonly inCdk: boolean;
  /** Creates an integration. What it needs, such as a function or a listener, is created once per scope and name. */
  create(integrations: Integrations, scope: Construct, id: string, options?: Options): Integration;
  /** Values to try for each option of the class, in addition to the common options. */
  readonly options: Record<string, readonly unknown[]>;
}

/** A class for HTTP APIs. */
export interface IntegrationVariant extends Variant<HttpRouteIntegration> {
  /** @default "HTTP" */
  readonly protocol?: 'HTTP';
  /** Common options that the CDK's class does not have. @default none */
  readonly lacksInCdk?: readonly string[];
  /** Differences from the CDK's class that occur without a mapping. @default none */
  readonly differsWithoutMapping?: readonly string[];
  /** For an AWS service: the parameters of a complete mapping, instead of headers and the like. */
  parameters?(options: Options): Record<string, string>;
}

/** A class for WebSocket APIs. */
export interface WebSocketVariant extends Variant<WebSocketRouteIntegration> {
  readonly protocol: 'WEBSOCKET';
}

/** Creates a mapping for the class: with the parameters of its service, or else with the given entries. */
export function mappingFor({ parameters }: IntegrationVariant, others: Record<string, string>, options: Options = {}): ParameterMapping {
  const entries = Object.entries(parameters?.(options) ?? others);
  return entries.reduce((mapping, [key, value]) => mapping.custom(key, value), new ParameterMapping());
}
