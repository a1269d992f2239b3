import type { Integration, Protocol } from '../api';
import { checkUrl, checkUrlVariables } from '../engine';
import { at, type Finding, tell } from '../finding';
import type { Resource } from '../resource';
import { pathOf } from './route-path';

const PRIVATE_TARGET = /^arn:[^:]*:(?:elasticloadbalancing:.*:listener\/|servicediscovery:.*:service\/)/;
const MOST_CHARACTERS = 2048;

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
  const onRoutes = protocol !== 'HTTP' || uri.length > MOST_CHARACTERS ? [] : routes;
  return [
    ...method,
    ...at(resource, 'IntegrationUri', checkUrl(uri)),
    ...onRoutes.flatMap(({ resource: route, key }) => {
      const path = pathOf(key);
      return path === 'unknown' ? [] : at(route, 'RouteKey', checkUrlVariables(uri, path.path));
    }),
  ];
}

function checkPrivate(resource: Resource, uri: string): Finding[] {
  // What a stage variable holds is unknown.
  if (PRIVATE_TARGET.test(uri) || uri.includes('${stageVariables.')) {
    return [];
  }
  return at(resource, 'IntegrationUri', [
    tell(
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
    tell(
      'IntegrationMethodMissing',
      undefined,
      'an HTTP integration has no IntegrationMethod',
      'set it to the method with which the backend is called, or to "ANY" to pass on that of the request',
    ),
  ]);
}
