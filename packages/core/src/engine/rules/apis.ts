import { parseExpression } from '../expression/parse';
import { defineRules, problem } from '../problem';
import type { Protocol } from '../template/api';
import { at, type Finding } from '../template/finding';
import { asNumber, member } from '../template/json';
import type { Resource } from '../template/resource';
import { SOURCES_OF_RULES as AWS } from './sources';

/** Selection expressions and CORS of an API. */
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
  CorsMaxAgeOutOfRange: {
    severity: 'error',
    summary: 'The maximum age of a CORS preflight response is not between -1 and 86,400 seconds.',
    source: AWS.modelApis,
    evidence: 'documented',
  },
  CorsCredentialsWithAnyOrigin: {
    severity: 'warning',
    summary: 'CORS credentials are allowed for every origin, which browsers reject.',
    source: AWS.cors,
    evidence: 'derived',
  },
});

const HTTP_EXPRESSION = '${request.method} ${request.path}';
/** With or without braces; header names are case-insensitive. */
const API_KEY_EXPRESSION =
  /^\$(?:request\.header\.x-api-key|\{request\.header\.x-api-key\}|context\.authorizer\.usageIdentifierKey|\{context\.authorizer\.usageIdentifierKey\})$/i;
const MAX_AGE = { min: -1, max: 86_400 };

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
    `the RouteSelectionExpression ${JSON.stringify(expression)} is not the one that HTTP APIs have`,
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

/** Checks the CORS configuration of an HTTP API. */
export function checkCors(api: Resource): Finding[] {
  const cors = api.object('CorsConfiguration');
  const maxAge = asNumber(member(cors, 'MaxAge'));
  const origins = member(cors, 'AllowOrigins');
  const credentials = member(cors, 'AllowCredentials');
  return [
    ...(maxAge === undefined || (Number.isInteger(maxAge) && maxAge >= MAX_AGE.min && maxAge <= MAX_AGE.max)
      ? []
      : at(api, 'CorsConfiguration/MaxAge', [
          problem(
            API_RULES.CorsMaxAgeOutOfRange,
            String(maxAge),
            `MaxAge is ${maxAge}, but the service accepts only ${MAX_AGE.min} to ${MAX_AGE.max} seconds`,
            'use a value in this range; -1 disables caching in browsers',
          ),
        ])),
    ...((credentials === true || credentials === 'true') && Array.isArray(origins) && origins.includes('*')
      ? at(api, 'CorsConfiguration/AllowOrigins', [
          problem(
            API_RULES.CorsCredentialsWithAnyOrigin,
            '*',
            'AllowCredentials is combined with the origin *, which browsers reject',
            'list the origins, or remove AllowCredentials',
          ),
        ])
      : []),
  ];
}
