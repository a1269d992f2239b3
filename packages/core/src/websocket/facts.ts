import { Token, Tokenization } from 'aws-cdk-lib';
import type { WebSocketIntegrationFacts } from '../engine/integration';
import type { Problem } from '../engine/problem';
import { checkWebSocketUrlVariables } from '../engine/rules/urls';
import { requestPrints } from '../engine/rules/velocity-templates';
import type { TemplateFacts } from '../engine/rules/websocket-templates';
import { UNKNOWN_TEXT } from '../engine/velocity';
import type { WebSocketNonProxyIntegrationOptions } from './websocket-integration-options';
import { WebSocketIntegrationKind, type WebSocketIntegrationTarget } from './websocket-integration-target';

type TemplatePrints = ReturnType<typeof requestPrints>;

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
    templates: isProxy(kind) ? [] : templateFacts(requestPrints(kind, uri), options),
  };
}

/** The URL's variables that no parameter sets. Ask when the app is complete: until then, parameters may be added. */
export function unsetVariables({ kind, uri }: WebSocketIntegrationTarget, parameters: { [destination: string]: string }): Problem[] {
  const destinations = Object.keys(parameters);
  return isHttp(kind) && !Token.isUnresolved(uri) && !destinations.some((destination) => Token.isUnresolved(destination))
    ? checkWebSocketUrlVariables(uri, destinations)
    : [];
}

function templateFacts(prints: TemplatePrints, options: WebSocketNonProxyIntegrationOptions): TemplateFacts[] {
  const { requestTemplates, templateSelectionExpression, integrationResponses = [] } = options;
  return [
    { side: 'request', selection: known(templateSelectionExpression), templates: knownTemplates(requestTemplates), use: { prints } },
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
  return entries.some(([key]) => Token.isUnresolved(key))
    ? undefined
    : entries.map(([key, template]) => [key, known(template), patternOf(template)]);
}

/** A template with `UNKNOWN_TEXT` for its tokens: what they stand for is never read as a part of the language. */
function patternOf(template: string): string {
  const tokens = Token.isUnresolved(template) ? Tokenization.reverseString(template).tokens : [];
  return tokens.reduce<string>((text, token) => text.replaceAll(String(token), UNKNOWN_TEXT), template);
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
