import type { Problem } from './problem';
import { checkDescription } from './rules/description';
import { checkTimeout, HTTP_TIMEOUT } from './rules/timeout';
import { checkUrl, checkUrlVariables } from './rules/url';

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
