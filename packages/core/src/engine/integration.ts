import type { Problem } from './problem';
import { checkTimeout, HTTP_TIMEOUT, WEBSOCKET_TIMEOUT } from './rules/integrations';
import { checkWebSocketKey } from './rules/routes';
import { checkDescription } from './rules/texts';
import { checkUrl, checkUrlVariables } from './rules/urls';
import { checkWebSocketParameter, checkWebSocketSourceOnRoute } from './rules/websocket-mappings';
import { checkIntegrationResponseKey } from './rules/websocket-responses';
import { checkTemplates, type TemplateFacts } from './rules/websocket-templates';

/** The known facts of an HTTP API integration. An omitted fact is unknown, and is not checked. */
export interface HttpIntegrationFacts {
  /** The URL of a public HTTP integration. */
  readonly url?: string;
  readonly timeoutInMillis?: number;
  readonly description?: string;
}

/** A route that uses an integration. */
export interface RouteFacts {
  /** The path; undefined for `$default`. */
  readonly path?: string;
}

/** Returns the problems of an integration, independently of the route. */
export function checkHttpIntegration({ url, timeoutInMillis, description }: HttpIntegrationFacts): Problem[] {
  return [
    ...(url === undefined ? [] : checkUrl(url)),
    ...(timeoutInMillis === undefined ? [] : checkTimeout(timeoutInMillis, HTTP_TIMEOUT)),
    ...(description === undefined ? [] : checkDescription(description)),
  ];
}

/** Returns the problems of an integration on one of its routes. */
export function checkHttpIntegrationOnRoute({ url }: HttpIntegrationFacts, { path }: RouteFacts): Problem[] {
  return url === undefined ? [] : checkUrlVariables(url, path);
}

/** The known facts of a WebSocket API integration. An omitted fact is unknown, and is not checked. */
export interface WebSocketIntegrationFacts {
  /** The URL of an HTTP integration. */
  readonly url?: string;
  readonly timeoutInMillis?: number;
  readonly description?: string;
  /** Destinations and sources; an omitted source is unknown. */
  readonly parameters: readonly (readonly [string, string | undefined])[];
  /** The known keys of the integration responses. */
  readonly responseKeys: readonly string[];
  /** The request templates, and the response templates of each integration response. */
  readonly templates: readonly TemplateFacts[];
}

/** Returns the problems of an integration, independently of the route. */
export function checkWebSocketIntegration(facts: WebSocketIntegrationFacts): Problem[] {
  const { url, timeoutInMillis, description, parameters, responseKeys, templates } = facts;
  return [
    ...(url === undefined ? [] : checkUrl(url)),
    ...(timeoutInMillis === undefined ? [] : checkTimeout(timeoutInMillis, WEBSOCKET_TIMEOUT)),
    ...(description === undefined ? [] : checkDescription(description)),
    ...parameters.flatMap(([destination, source]) => checkWebSocketParameter(destination, source)),
    ...responseKeys.flatMap(checkIntegrationResponseKey),
    ...templates.flatMap(checkTemplates),
  ];
}

/** Returns the problems of an integration on the route with a key. */
export function checkWebSocketIntegrationOnRoute({ parameters }: WebSocketIntegrationFacts, routeKey: string): Problem[] {
  return [
    ...checkWebSocketKey(routeKey),
    ...parameters.flatMap(([, source]) => (source === undefined ? [] : checkWebSocketSourceOnRoute(source, routeKey))),
  ];
}
