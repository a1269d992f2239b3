import { pathOf, references, routeVariables } from '../expression/path-variables';
import { defineRules, type Problem, problem } from '../problem';
import type { Integration, Protocol } from '../template/api';
import { at, type Finding } from '../template/finding';
import type { Resource } from '../template/resource';
import { SOURCES_OF_RULES as AWS } from './sources';

/** The URL of an HTTP integration. */
export const URL_RULES = defineRules({
  UrlInvalid: {
    severity: 'error',
    summary: 'The URL of an HTTP integration does not begin with http:// or https:// and a host.',
    source: AWS.cfnIntegration,
    evidence: 'documented',
  },
  UrlMalformed: {
    severity: 'warning',
    summary: 'The URL of an HTTP integration contains a space or an unmatched brace.',
    source: AWS.cfnIntegration,
    evidence: 'derived',
  },
  UrlTooLong: {
    severity: 'error',
    summary: 'The URL of an HTTP integration has more than 2,048 characters.',
    source: AWS.model,
    evidence: 'documented',
  },
  UrlVariableUnknown: {
    severity: 'warning',
    summary: 'The URL contains a path variable that a route of the integration does not define.',
    source: AWS.publicHttp,
    evidence: 'derived',
  },
  UrlVariableUnset: {
    severity: 'warning',
    summary: 'The URL of a WebSocket integration contains a path variable that no request parameter sets.',
    source: AWS.webSocketMapping,
    evidence: 'derived',
  },
});

const MAX_URL_CHARACTERS = 2048;
const SCHEME_AND_HOST = /^https?:\/\/[^/?#\s]/i;
const PATH_PARAMETER = 'integration.request.path.';
/** The maximum number of names in one problem. */
const MAX_LISTED_NAMES = 5;
const IN_BRACES = /\{[^{}]*\}/g;

/** Checks the URL of a public HTTP integration, independently of the route. */
export function checkUrl(url: string): Problem[] {
  if (url.length > MAX_URL_CHARACTERS) {
    return [
      problem(
        URL_RULES.UrlTooLong,
        url,
        `the URL has ${url.length} characters, but the service accepts at most ${MAX_URL_CHARACTERS}`,
        'shorten it, for example by moving the query string to a parameter mapping',
      ),
    ];
  }
  if (!SCHEME_AND_HOST.test(url)) {
    return [
      problem(
        URL_RULES.UrlInvalid,
        url,
        `${JSON.stringify(url)} is not an absolute http:// or https:// URL`,
        'pass a URL with scheme and host, such as https://api.example.com/items',
      ),
    ];
  }
  const fault = faultOf(url);
  return fault === undefined
    ? []
    : [problem(URL_RULES.UrlMalformed, url, `the URL ${JSON.stringify(url)} contains ${fault.what}`, fault.remedy)];
}

function faultOf(url: string): { what: string; remedy: string } | undefined {
  if (/\s/.test(url)) {
    return { what: 'a space or a line break', remedy: 'remove it, or encode an intended space as %20' };
  }
  return /[{}]/.test(url.replace(IN_BRACES, ''))
    ? {
        what: 'an unmatched brace',
        remedy: 'write a variable as {name} or ${stageVariables.name}, and any other brace as %7B or %7D',
      }
    : undefined;
}

/**
 * Finds path variables in the URL that the route does not define.
 *
 * @param path The path of the route; undefined for `$default`.
 */
export function checkUrlVariables(url: string, path: string | undefined): Problem[] {
  const named = references(url);
  const variables = named.length === 0 ? [] : routeVariables(path);
  return named
    .filter((name) => !variables.includes(name))
    .map((name) =>
      problem(
        URL_RULES.UrlVariableUnknown,
        url,
        `the URL names the path variable {${name}}, which the route ${path ?? '$default'} does not define`,
        remedyFor(name, variables),
      ),
    );
}

function remedyFor(name: string, variables: readonly string[]): string {
  const spelling = variables.find((candidate) => candidate.toLowerCase() === name.replace(/\+$/, '').toLowerCase());
  if (spelling !== undefined) {
    return `write {${spelling}}`;
  }
  return variables.length > 0
    ? `use one of the route's variables (${variables.map((candidate) => `{${candidate}}`).join(', ')}), or add {${name}} to the route's path`
    : `add {${name}} to the route's path, or use a separate integration for this route`;
}

/**
 * Finds path variables in the URL of a WebSocket integration that no request parameter sets; a message has no path.
 *
 * @param destinations The destinations of all request parameters.
 */
export function checkWebSocketUrlVariables(url: string, destinations: readonly string[]): Problem[] {
  const set = new Set(destinations);
  const unset = [...new Set(references(url))].filter((name) => !set.has(`${PATH_PARAMETER}${name}`));
  if (unset.length === 0) {
    return [];
  }
  const listed = unset.slice(0, MAX_LISTED_NAMES).map((name) => `{${name}}`);
  const more = unset.length > MAX_LISTED_NAMES ? ' and more' : '';
  return [
    problem(
      URL_RULES.UrlVariableUnset,
      url,
      `the URL names ${listed.join(', ')}${more}, which no request parameter sets`,
      `set it with ${PATH_PARAMETER}${unset[0]}, or remove it from the URL`,
    ),
  ];
}

/** Checks the URL of a template's integration, with the variables that its routes or request parameters set. */
export function checkIntegrationUrl({ resource, routes }: Integration, protocol: Protocol | undefined, url: string): Finding[] {
  const problems = checkUrl(url);
  if (url.length > MAX_URL_CHARACTERS) {
    return at(resource, 'IntegrationUri', problems);
  }
  if (protocol === 'WEBSOCKET') {
    return at(resource, 'IntegrationUri', [...problems, ...checkParameters(resource, url)]);
  }
  const names = [...new Set(references(url))];
  const onRoutes = routes.flatMap(({ resource: route, key }) => {
    const path = pathOf(key);
    return protocol !== 'HTTP' || path === 'unknown' ? [] : at(route, 'RouteKey', checkVariables(url, names, path.path));
  });
  return [...at(resource, 'IntegrationUri', problems), ...onRoutes];
}

/** Unknown request parameters may set any variable. */
function checkParameters(resource: Resource, url: string): Problem[] {
  const parameters = resource.object('RequestParameters');
  const complete = parameters !== undefined || resource.lacks('RequestParameters');
  return complete ? checkWebSocketUrlVariables(url, Object.keys(parameters ?? {})) : [];
}

/** Reports at most one problem, in time linear in the length of the route's path. */
function checkVariables(url: string, names: readonly string[], path: string | undefined): Problem[] {
  const variables = new Set(routeVariables(path));
  const missing: string[] = [];
  for (const name of names) {
    if (!variables.has(name)) {
      missing.push(name);
    }
    if (missing.length > MAX_LISTED_NAMES) {
      break;
    }
  }
  if (missing.length < 2) {
    return missing.flatMap((name) => checkUrlVariables(`{${name}}`, path)).map((found) => ({ ...found, value: url }));
  }
  const listed = missing.slice(0, MAX_LISTED_NAMES).map((name) => `{${name}}`);
  const more = missing.length > MAX_LISTED_NAMES ? ' and more' : '';
  return [
    problem(
      URL_RULES.UrlVariableUnknown,
      url,
      `the URL names the path variables ${listed.join(', ')}${more}, which the route ${path ?? '$default'} does not define`,
      "add them to the route's path, or use a separate integration for this route",
    ),
  ];
}
