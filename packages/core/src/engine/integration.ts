import type { Problem } from './problem';
import { checkTimeout, HTTP_TIMEOUT, WEBSOCKET_TIMEOUT } from './rules/integrations';
import { checkWebSocketKey } from './rules/routes';
import { checkDescription } from './rules/texts';
import { checkUrl, checkUrlVariables } from './rules/urls';
import { checkWebSocketParameter, checkWebSocketSourceOnRoute } from './rules/websocket-mappings';
import { checkIntegrationResponseKey } from './rules/websocket-responses';
import { checkTemplates, type TemplateFacts } from './rules/websocket-templates';

/** An HTTP API integration as far as it is known: what is left out is unknown, and not judged. */
export interface HttpIntegrationFacts {
  /** The URL of a public HTTP integration. */
  readonly url?: string;
  readonly timeoutInMillis?: number;
  readonly description?: string;
}

/** The route that uses an integration. */
export interface RouteFacts {
  /** The path, or none for `$default`. */
  readonly path?: string;
}

/** What is wrong with an integration on whichever route. */
export function checkHttpIntegration({ url, timeoutInMillis, description }: HttpIntegrationFacts): Problem[] {
  return [
    ...(url === undefined ? [] : checkUrl(url)),
    ...(timeoutInMillis === undefined ? [] : checkTimeout(timeoutInMillis, HTTP_TIMEOUT)),
    ...(description === undefined ? [] : checkDescription(description)),
  ];
}

/** What is wrong with an integration on one of its routes. */
export function checkHttpIntegrationOnRoute({ url }: HttpIntegrationFacts, { path }: RouteFacts): Problem[] {
  return url === undefined ? [] : checkUrlVariables(url, path);
}

/** A WebSocket API integration as far as it is known: what is left out is unknown, and not judged. */
export interface WebSocketIntegrationFacts {
  /** The URL of an HTTP integration. */
  readonly url?: string;
  readonly timeoutInMillis?: number;
  readonly description?: string;
  /** Destinations and sources; a source that is left out is unknown. */
  readonly parameters: readonly (readonly [string, string | undefined])[];
  /** The keys of the integration responses, as far as they are known. */
  readonly responseKeys: readonly string[];
  /** The templates of requests, and those of each integration response. */
  readonly templates: readonly TemplateFacts[];
}

/** What is wrong with an integration on whichever route. */
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

/** What is wrong with an integration on the route of a key. */
export function checkWebSocketIntegrationOnRoute({ parameters }: WebSocketIntegrationFacts, routeKey: string): Problem[] {
  return [
    ...checkWebSocketKey(routeKey),
    ...parameters.flatMap(([, source]) => (source === undefined ? [] : checkWebSocketSourceOnRoute(source, routeKey))),
  ];
}
