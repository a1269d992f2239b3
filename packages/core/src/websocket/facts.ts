import { Token } from 'aws-cdk-lib';
import type { WebSocketIntegrationFacts } from '../engine/websocket/integration';
import { WebSocketIntegrationKind } from './websocket-integration-kind';
import type { WebSocketIntegrationTarget } from './websocket-integration-target';
import type { WebSocketNonProxyIntegrationOptions } from './websocket-non-proxy-integration-options';

const HTTP: readonly WebSocketIntegrationKind[] = [WebSocketIntegrationKind.HTTP, WebSocketIntegrationKind.HTTP_PROXY];
const PROXY: readonly WebSocketIntegrationKind[] = [WebSocketIntegrationKind.AWS_PROXY, WebSocketIntegrationKind.HTTP_PROXY];

/** An integration as the engine judges it. What holds a token is unknown, and left out. */
export function webSocketFacts(
  { kind, uri }: WebSocketIntegrationTarget,
  { timeout, description, integrationResponses = [] }: WebSocketNonProxyIntegrationOptions,
  parameters: { [destination: string]: string },
): WebSocketIntegrationFacts {
  return {
    url: isHttp(kind) ? known(uri) : undefined,
    timeoutInMillis: timeout?.isUnresolved() ? undefined : timeout?.toMilliseconds({ integral: false }),
    description: known(description),
    parameters: Object.entries(parameters)
      .filter(([destination]) => !Token.isUnresolved(destination))
      .map(([destination, source]) => [destination, known(source)]),
    responseKeys: integrationResponses.map(({ key = '$default' }) => key).filter((key) => !Token.isUnresolved(key)),
  };
}

/** Whether the backend is an HTTP endpoint. */
export function isHttp(kind: WebSocketIntegrationKind): boolean {
  return HTTP.includes(kind);
}

/** Whether the backend gets the message and gives the answer without templates. */
export function isProxy(kind: WebSocketIntegrationKind): boolean {
  return PROXY.includes(kind);
}

function known(value: string | undefined): string | undefined {
  return Token.isUnresolved(value) ? undefined : value;
}
