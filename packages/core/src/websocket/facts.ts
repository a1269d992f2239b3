import { Stack, Token, Tokenization } from 'aws-cdk-lib';
import { CfnStage, type IWebSocketApi } from 'aws-cdk-lib/aws-apigatewayv2';
import type { WebSocketIntegrationFacts } from '../engine/integration';
import type { Problem } from '../engine/problem';
import { checkWebSocketUrlVariables } from '../engine/rules/urls';
import { requestPrints, type TemplateUse } from '../engine/rules/velocity-templates';
import type { TemplateFacts } from '../engine/rules/websocket-templates';
import { UNKNOWN_TEXT } from '../engine/velocity';
import type { WebSocketNonProxyIntegrationOptions } from './websocket-integration-options';
import { WebSocketIntegrationKind, type WebSocketIntegrationTarget } from './websocket-integration-target';

const HTTP: readonly WebSocketIntegrationKind[] = [WebSocketIntegrationKind.HTTP, WebSocketIntegrationKind.HTTP_PROXY];
const PROXY: readonly WebSocketIntegrationKind[] = [WebSocketIntegrationKind.AWS_PROXY, WebSocketIntegrationKind.HTTP_PROXY];

/**
 * The properties that the engine checks. Values that contain tokens are omitted because they are unknown.
 *
 * @param stageVariables names of the variables that a stage has; omitted if they are unknown
 */
export function webSocketFacts(
  { kind, uri }: WebSocketIntegrationTarget,
  options: WebSocketNonProxyIntegrationOptions,
  parameters: { [destination: string]: string },
  stageVariables?: readonly string[],
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
    templates: isProxy(kind) ? [] : templateFacts({ prints: requestPrints(kind, uri), stageVariables }, options),
  };
}

/** The variables of the URL that no parameter sets. Call it at synthesis, because parameters can be added until then. */
export function unsetVariables({ kind, uri }: WebSocketIntegrationTarget, parameters: { [destination: string]: string }): Problem[] {
  const destinations = Object.keys(parameters);
  return isHttp(kind) && !Token.isUnresolved(uri) && !destinations.some((destination) => Token.isUnresolved(destination))
    ? checkWebSocketUrlVariables(uri, destinations)
    : [];
}

function templateFacts(use: TemplateUse, options: WebSocketNonProxyIntegrationOptions): TemplateFacts[] {
  const { requestTemplates, templateSelectionExpression, integrationResponses = [] } = options;
  return [
    { side: 'request', selection: literalOf(templateSelectionExpression), templates: literalTemplates(requestTemplates), use },
    ...integrationResponses.map(
      (response): TemplateFacts => ({
        side: 'response',
        selection: literalOf(response.templateSelectionExpression),
        templates: literalTemplates(response.responseTemplates),
        use: { stageVariables: use.stageVariables },
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

/** Whether a template may read a stage variable. */
export function mayReadStageVariables({ requestTemplates = {}, integrationResponses = [] }: WebSocketNonProxyIntegrationOptions): boolean {
  const templates = [requestTemplates, ...integrationResponses.map(({ responseTemplates = {} }) => responseTemplates)];
  return templates.some((texts) => !Token.isUnresolved(texts) && Object.values(texts).some((text) => text.includes('stageVariables')));
}

/** The names of the variables that the stages of an API have. Nothing if they are not all known, or there is none yet. */
export function stageVariablesOf(api: IWebSocketApi): string[] | undefined {
  const stack = Stack.of(api);
  const id = JSON.stringify(stack.resolve(api.apiId));
  const variables = stack.node
    .findAll()
    .filter((node) => node instanceof CfnStage)
    .filter((stage) => JSON.stringify(stack.resolve(stage.apiId)) === id)
    .map((stage): unknown => stage.stageVariables ?? {});
  return variables.length === 0 || variables.some(Token.isUnresolved)
    ? undefined
    : variables.flatMap((names) => Object.keys(names as object));
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
