import { parseExpression } from '../expression/parse';
import { defineRules, problem } from '../problem';
import type { Protocol } from '../template/api';
import { at, type Finding } from '../template/finding';
import type { Resource } from '../template/resource';
import { SOURCES_OF_RULES as AWS } from './sources';

/** Selection expressions of an API. */
export const API_RULES = defineRules({
  SelectionExpressionMissing: {
    severity: 'error',
    summary: 'A WebSocket API has no route selection expression.',
    source: AWS.cfnApi,
    evidence: 'documented',
  },
  SelectionExpressionInvalid: {
    severity: 'warning',
    summary: 'The route selection expression of a WebSocket API is not closed, or reads something other than fields of the message.',
    source: AWS.selectionExpressions,
    evidence: 'derived',
  },
  SelectionExpressionFixed: {
    severity: 'error',
    summary: 'An HTTP API has a route selection expression other than the only one that HTTP APIs support.',
    source: AWS.cfnApi,
    evidence: 'documented',
  },
  ApiKeyExpressionInvalid: {
    severity: 'error',
    summary: 'API keys can be read only from the header x-api-key or from the authorizer.',
    source: AWS.selectionExpressions,
    evidence: 'documented',
  },
});

const HTTP_EXPRESSION = '${request.method} ${request.path}';
/** With or without braces; header names are case-insensitive. */
const API_KEY_EXPRESSION =
  /^\$(?:request\.header\.x-api-key|\{request\.header\.x-api-key\}|context\.authorizer\.usageIdentifierKey|\{context\.authorizer\.usageIdentifierKey\})$/i;

/** Checks the expression with which an API selects the route of a request. */
export function checkSelectionExpression(api: Resource, protocol: Protocol | undefined): Finding[] {
  const expression = api.text('RouteSelectionExpression');
  if (protocol === 'HTTP') {
    return expression === undefined || expression === HTTP_EXPRESSION ? [] : at(api, 'RouteSelectionExpression', [fixed(expression)]);
  }
  if (protocol !== 'WEBSOCKET') {
    return [];
  }
  if (api.lacks('RouteSelectionExpression')) {
    return at(api, 'RouteSelectionExpression', [
      problem(
        API_RULES.SelectionExpressionMissing,
        undefined,
        'a WebSocket API has no RouteSelectionExpression',
        'set it to the message field that contains the route key, such as "$request.body.action"',
      ),
    ]);
  }
  return expression === undefined || isWellFormed(expression)
    ? []
    : at(api, 'RouteSelectionExpression', [
        problem(
          API_RULES.SelectionExpressionInvalid,
          expression,
          `${JSON.stringify(expression)} is not a valid selection expression`,
          'write $request.body.NAME, or text with variables in braces, such as ${request.body.service}/${request.body.action}',
        ),
      ]);
}

/** Checks the source of API keys in a WebSocket API; there are only two. */
export function checkApiKeyExpression(api: Resource, protocol: Protocol | undefined): Finding[] {
  const expression = api.text('ApiKeySelectionExpression');
  return protocol !== 'WEBSOCKET' || expression === undefined || API_KEY_EXPRESSION.test(expression)
    ? []
    : at(api, 'ApiKeySelectionExpression', [
        problem(
          API_RULES.ApiKeyExpressionInvalid,
          expression,
          `${JSON.stringify(expression)} is not a valid source for an API key`,
          'write $request.header.x-api-key or $context.authorizer.usageIdentifierKey',
        ),
      ]);
}

const fixed = (expression: string) =>
  problem(
    API_RULES.SelectionExpressionFixed,
    expression,
    `the RouteSelectionExpression ${JSON.stringify(expression)} is not supported by HTTP APIs`,
    `remove it, or set it to ${JSON.stringify(HTTP_EXPRESSION)}`,
  );

/** Whether an expression consists of text and of valid fields of the body. */
function isWellFormed(expression: string): boolean {
  const { parts, faults } = parseExpression(expression);
  return (
    expression !== '' &&
    faults.length === 0 &&
    parts.every((part) => part.kind === 'text' || (part.variable.source === 'request.body' && part.variable.path !== undefined))
  );
}
