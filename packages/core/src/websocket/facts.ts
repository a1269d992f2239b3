import { Token } from 'aws-cdk-lib';
import type { WebSocketIntegrationFacts } from '../engine/integration';
import type { Problem } from '../engine/problem';
import { checkWebSocketUrlVariables } from '../engine/rules/urls';
import type { TemplateFacts } from '../engine/rules/websocket-templates';
import type { WebSocketNonProxyIntegrationOptions } from './websocket-integration-options';
import { WebSocketIntegrationKind, type WebSocketIntegrationTarget } from './websocket-integration-target';

const HTTP: readonly WebSocketIntegrationKind[] = [WebSocketIntegrationKind.HTTP, WebSocketIntegrationKind.HTTP_PROXY];
const PROXY: readonly WebSocketIntegrationKind[] = [WebSocketIntegrationKind.AWS_PROXY, WebSocketIntegrationKind.HTTP_PROXY];

/** An integration as the engine judges it. What holds a token is unknown, and left out. */
export function webSocketFacts(
  { kind, uri }: WebSocketIntegrationTarget,
  options: WebSocketNonProxyIntegrationOptions,
  parameters: { [destination: string]: string },
): WebSocketIntegrationFacts {
  const { timeout, description, integrationResponses = [] } = options;
  return {
    url: isHttp(kind) ? known(uri) : undefined,
    timeoutInMillis: timeout?.isUnresolved() ? undefined : timeout?.toMilliseconds({ integral: false }),
    description: known(description),
    parameters: Object.entries(parameters)
      .filter(([destination]) => !Token.isUnresolved(destination))
      .map(([destination, source]) => [destination, known(source)]),
    responseKeys: integrationResponses.map(({ key = '$default' }) => key).filter((key) => !Token.isUnresolved(key)),
    templates: isProxy(kind) ? [] : templateFacts(options),
  };
}

/** The URL's variables that no parameter sets. Ask when the app is complete: until then, parameters may be added. */
export function unsetVariables({ kind, uri }: WebSocketIntegrationTarget, parameters: { [destination: string]: string }): Problem[] {
  const destinations = Object.keys(parameters);
  return isHttp(kind) && !Token.isUnresolved(uri) && !destinations.some((destination) => Token.isUnresolved(destination))
    ? checkWebSocketUrlVariables(uri, destinations)
    : [];
}

function templateFacts(options: WebSocketNonProxyIntegrationOptions): TemplateFacts[] {
  const { requestTemplates, templateSelectionExpression, integrationResponses = [] } = options;
  return [
    { side: 'request', selection: known(templateSelectionExpression), templates: knownTemplates(requestTemplates) },
    ...integrationResponses.map(
      (response): TemplateFacts => ({
        side: 'response',
        selection: known(response.templateSelectionExpression),
        templates: knownTemplates(response.responseTemplates),
      }),
    ),
  ];
}

function knownTemplates(templates: { [key: string]: string } = {}): TemplateFacts['templates'] {
  const entries = Token.isUnresolved(templates) ? [] : Object.entries(templates);
  return entries.some(([key]) => Token.isUnresolved(key)) ? undefined : entries.map(([key, template]) => [key, known(template)]);
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
