import type { Problem } from '../problem';
import { checkDescription } from '../rules/description';
import { checkTimeout, WEBSOCKET_TIMEOUT } from '../rules/timeout';
import { checkUrl } from '../rules/url';
import { checkIntegrationResponseKey } from './integration-responses';
import { checkWebSocketParameter, checkWebSocketSourceOnRoute } from './parameters';
import { checkWebSocketKey } from './route-key';
import { checkTemplates, type TemplateFacts } from './templates';

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
