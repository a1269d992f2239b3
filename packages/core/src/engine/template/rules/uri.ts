import type { Integration, Protocol } from '../api';
import { checkUrl, checkUrlVariables, checkWebSocketUrlVariables, type Problem, references, routeVariables } from '../engine';
import { at, type Finding, problem } from '../finding';
import type { Resource } from '../resource';
import { pathOf } from './route-path';

const PRIVATE_TARGET = /^arn:[^:]*:(?:elasticloadbalancing:.*:listener\/|servicediscovery:.*:service\/)/;
const MAX_URI_CHARACTERS = 2048;
/** How many names one finding lists. */
const MAX_LISTED_NAMES = 5;

/** Where an HTTP integration leads: a URL on the internet, an ARN behind a VPC link. */
export function checkUri({ resource, routes }: Integration, protocol: Protocol | undefined): Finding[] {
  const type = resource.text('IntegrationType');
  if (type !== 'HTTP_PROXY' && type !== 'HTTP') {
    return [];
  }
  const method = checkMethod(resource, protocol);
  const uri = resource.text('IntegrationUri');
  if (uri === undefined) {
    return method;
  }
  if (resource.text('ConnectionType') === 'VPC_LINK') {
    return [...method, ...(protocol === 'HTTP' ? checkPrivate(resource, uri) : [])];
  }
  if (!resource.lacks('ConnectionType') && resource.text('ConnectionType') !== 'INTERNET') {
    return method;
  }
  const onRoutes = protocol !== 'HTTP' || uri.length > MAX_URI_CHARACTERS ? [] : routes;
  const names = [...new Set(references(uri))];
  return [
    ...method,
    ...at(resource, 'IntegrationUri', [...checkUrl(uri), ...(protocol === 'WEBSOCKET' ? checkSet(resource, uri) : [])]),
    ...onRoutes.flatMap(({ resource: route, key }) => {
      const path = pathOf(key);
      return path === 'unknown' ? [] : at(route, 'RouteKey', checkVariables(uri, names, path.path));
    }),
  ];
}

/** The variables of a WebSocket API's URL; parameters that are not known may set them. */
function checkSet(resource: Resource, uri: string): Problem[] {
  const parameters = resource.object('RequestParameters');
  const known = parameters !== undefined || resource.lacks('RequestParameters');
  return known && uri.length <= MAX_URI_CHARACTERS ? checkWebSocketUrlVariables(uri, Object.keys(parameters ?? {})) : [];
}

/** One finding at most, whatever the URL names, and no more time than the route's path is long. */
function checkVariables(uri: string, names: readonly string[], path: string | undefined): Problem[] {
  const known = new Set(routeVariables(path));
  const missing: string[] = [];
  for (const name of names) {
    if (!known.has(name)) {
      missing.push(name);
    }
    if (missing.length > MAX_LISTED_NAMES) {
      break;
    }
  }
  if (missing.length < 2) {
    return missing.flatMap((name) => checkUrlVariables(`{${name}}`, path)).map((problem) => ({ ...problem, value: uri }));
  }
  const listed = missing.slice(0, MAX_LISTED_NAMES).map((name) => `{${name}}`);
  const more = missing.length > MAX_LISTED_NAMES ? ' and more' : '';
  return [
    problem(
      'UrlVariableUnknown',
      uri,
      `the URL names the path variables ${listed.join(', ')}${more}, which the route ${path ?? '$default'} lacks`,
      "add them to the route's path, or give this route an integration of its own",
    ),
  ];
}

function checkPrivate(resource: Resource, uri: string): Finding[] {
  // What a stage variable holds is unknown.
  if (PRIVATE_TARGET.test(uri) || uri.includes('${stageVariables.')) {
    return [];
  }
  return at(resource, 'IntegrationUri', [
    problem(
      'PrivateUriInvalid',
      uri,
      `${JSON.stringify(uri)} is no ARN of a listener or of a Cloud Map service, which is what a VPC link leads to`,
      "pass the ARN of the load balancer's listener, or of the Cloud Map service; the path comes from the request or from overwrite:path",
    ),
  ]);
}

function checkMethod(resource: Resource, protocol: Protocol | undefined): Finding[] {
  if (protocol !== 'HTTP' || !resource.lacks('IntegrationMethod')) {
    return [];
  }
  return at(resource, 'IntegrationMethod', [
    problem(
      'IntegrationMethodMissing',
      undefined,
      'an HTTP integration has no IntegrationMethod',
      'set it to the method with which the backend is called, or to "ANY" to pass on that of the request',
    ),
  ]);
}
