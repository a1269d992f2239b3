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

/** The properties that the engine checks. Values that contain tokens are omitted because they are unknown. */
export function webSocketFacts(
  { kind, uri }: WebSocketIntegrationTarget,
  options: WebSocketNonProxyIntegrationOptions,
  parameters: { [destination: string]: string },
): WebSocketIntegrationFacts {
  const { timeout, description, integrationResponses = [] } = options;
  return {
    url: isHttp(kind) ? literalOf(uri) : undefined,
    timeoutInMillis: timeout?.isUnresolved() ? undefined : timeout?.toMilliseconds({ integral: false }),
    description: literalOf(description),
    parameters: Object.entries(parameters)
      .filter(([destination]) => !Token.isUnresolved(destination))
      .map(([destination, source]) => [destination, literalOf(source)]),
    responseKeys: integrationResponses.map(({ key = '$default' }) => key).filter((key) => !Token.isUnresolved(key)),
    templates: isProxy(kind) ? [] : templateFacts(requestPrints(kind, uri), options),
  };
}

/** The variables of the URL that no parameter sets. Call it at synthesis, because parameters can be added until then. */
export function unsetVariables({ kind, uri }: WebSocketIntegrationTarget, parameters: { [destination: string]: string }): Problem[] {
  const destinations = Object.keys(parameters);
  return isHttp(kind) && !Token.isUnresolved(uri) && !destinations.some((destination) => Token.isUnresolved(destination))
    ? checkWebSocketUrlVariables(uri, destinations)
    : [];
}

function templateFacts(prints: TemplatePrints, options: WebSocketNonProxyIntegrationOptions): TemplateFacts[] {
  const { requestTemplates, templateSelectionExpression, integrationResponses = [] } = options;
  return [
    { side: 'request', selection: literalOf(templateSelectionExpression), templates: literalTemplates(requestTemplates), use: { prints } },
    ...integrationResponses.map(
      (response): TemplateFacts => ({
        side: 'response',
        selection: literalOf(response.templateSelectionExpression),
        templates: literalTemplates(response.responseTemplates),
      }),
    ),
  ];
}

function literalTemplates(templates: { [key: string]: string } = {}): TemplateFacts['templates'] {
  const entries = Token.isUnresolved(templates) ? [] : Object.entries(templates);
  return entries.some(([key]) => Token.isUnresolved(key))
    ? undefined
    : entries.map(([key, template]) => [key, literalOf(template), patternOf(template)]);
}

/** The template with `UNKNOWN_TEXT` in place of tokens, whose values are never parsed as Velocity. */
function patternOf(template: string): string {
  const tokens = Token.isUnresolved(template) ? Tokenization.reverseString(template).tokens : [];
  return tokens.reduce<string>((text, token) => text.replaceAll(String(token), UNKNOWN_TEXT), template);
}

/** Whether the backend is an HTTP endpoint. */
export function isHttp(kind: WebSocketIntegrationKind): boolean {
  return HTTP.includes(kind);
}

/** Whether the integration passes messages and responses on without templates. */
export function isProxy(kind: WebSocketIntegrationKind): boolean {
  return PROXY.includes(kind);
}

function literalOf(value: string | undefined): string | undefined {
  return Token.isUnresolved(value) ? undefined : value;
}
