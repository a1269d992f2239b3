import { references } from '../path-variables';
import type { Problem } from '../problem';

const PATH = 'integration.request.path.';
/** How many names one problem lists. */
const MAX_LISTED_NAMES = 5;

/**
 * Whether each path variable that the URL of a WebSocket API's integration names is set: a message has no path.
 *
 * @param destinations of all request parameters
 */
export function checkWebSocketUrlVariables(url: string, destinations: readonly string[]): Problem[] {
  const set = new Set(destinations);
  const unset = [...new Set(references(url))].filter((name) => !set.has(`${PATH}${name}`));
  if (unset.length === 0) {
    return [];
  }
  const listed = unset.slice(0, MAX_LISTED_NAMES).map((name) => `{${name}}`);
  const more = unset.length > MAX_LISTED_NAMES ? ' and more' : '';
  return [
    {
      code: 'UrlVariableUnset',
      severity: 'warning',
      value: url,
      message: `the URL names ${listed.join(', ')}${more}, which no request parameter sets`,
      remedy: `set it by ${PATH}${unset[0]}, or take it out of the URL`,
    },
  ];
}
