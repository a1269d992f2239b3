import type { HttpRouteIntegration, WebSocketRouteIntegration } from 'aws-cdk-lib/aws-apigatewayv2';
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
}

/** A class for WebSocket APIs. */
export interface WebSocketVariant extends Variant<WebSocketRouteIntegration> {
  readonly protocol: 'WEBSOCKET';
}
