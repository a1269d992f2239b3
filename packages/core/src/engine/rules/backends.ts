import { defineRules, problem } from '../problem';
import type { Integration, Protocol } from '../template/api';
import { at, type Finding } from '../template/finding';
import type { Resource } from '../template/resource';
import { SOURCES_OF_RULES as AWS } from './sources';
import { checkIntegrationUrl } from './urls';

/** How an integration reaches its backend: URI, method and connection. */
export const BACKEND_RULES = defineRules({
  PrivateUriInvalid: {
    severity: 'error',
    summary: 'The URI of an integration with a VPC link is not the ARN of a listener or of a Cloud Map service.',
    source: AWS.privateHttp,
    evidence: 'documented',
  },
  IntegrationMethodMissing: {
    severity: 'warning',
    summary: 'An HTTP integration has no HTTP method.',
    source: AWS.cfnIntegration,
    evidence: 'derived',
  },
  IntegrationUriMissing: {
    severity: 'warning',
    summary: 'An integration that forwards requests has no URI.',
    source: AWS.cfnIntegration,
    evidence: 'derived',
  },
  ConnectionTypeUnknown: {
    severity: 'warning',
    summary: 'The connection type does not exist.',
    source: AWS.cfnIntegration,
    evidence: 'documented',
  },
  ConnectionIdMissing: {
    severity: 'warning',
    summary: 'A private integration has no VPC link.',
    source: AWS.privateHttp,
    evidence: 'derived',
  },
  TlsConfigWithoutVpcLink: {
    severity: 'warning',
    summary: 'A public integration has the TLS settings of private integrations.',
    source: AWS.privateHttp,
    evidence: 'documented',
  },
  SubtypeNotOfType: {
    severity: 'warning',
    summary: 'An integration whose type is not AWS_PROXY has a subtype.',
    source: AWS.services,
    evidence: 'documented',
  },
});

const CONNECTION_TYPES = ['INTERNET', 'VPC_LINK'];
const PRIVATE_TARGET = /^arn:[^:]*:(?:elasticloadbalancing:.*:listener\/|servicediscovery:.*:service\/)/;

/** Checks the URI of an HTTP integration: a URL on the internet, or an ARN behind a VPC link. */
export function checkUri(integration: Integration, protocol: Protocol | undefined): Finding[] {
  const { resource } = integration;
  const type = resource.text('IntegrationType');
  if (type !== 'HTTP_PROXY' && type !== 'HTTP') {
    return [];
  }
  const findings = checkMethod(resource, protocol);
  const uri = resource.text('IntegrationUri');
  if (uri === undefined) {
    return findings;
  }
  const connection = resource.lacks('ConnectionType') ? 'INTERNET' : resource.text('ConnectionType');
  if (connection === 'VPC_LINK' && protocol === 'HTTP') {
    findings.push(...checkPrivate(resource, uri));
  }
  if (connection === 'INTERNET') {
    findings.push(...checkIntegrationUrl(integration, protocol, uri));
  }
  return findings;
}

function checkPrivate(resource: Resource, uri: string): Finding[] {
  // The value of a stage variable is unknown.
  if (PRIVATE_TARGET.test(uri) || uri.includes('${stageVariables.')) {
    return [];
  }
  return at(resource, 'IntegrationUri', [
    problem(
      BACKEND_RULES.PrivateUriInvalid,
      uri,
      `${JSON.stringify(uri)} is not the ARN of a listener or of a Cloud Map service, which a VPC link requires`,
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
      BACKEND_RULES.IntegrationMethodMissing,
      undefined,
      'an HTTP integration has no IntegrationMethod',
      'set it to the method for calling the backend, or to "ANY" to forward the method of the request',
    ),
  ]);
}

/** Checks that an integration has a URI and a connection that fit each other. */
export function checkConnection(resource: Resource, protocol: Protocol | undefined): Finding[] {
  return [...checkConnectionType(resource, protocol), ...checkUriMissing(resource), ...checkSubtypeOf(resource)];
}

function checkConnectionType(resource: Resource, protocol: Protocol | undefined): Finding[] {
  const connection = resource.text('ConnectionType');
  if (connection !== undefined && !CONNECTION_TYPES.includes(connection)) {
    return at(resource, 'ConnectionType', [
      problem(
        BACKEND_RULES.ConnectionTypeUnknown,
        connection,
        `there is no connection type ${JSON.stringify(connection)}`,
        `use one of ${CONNECTION_TYPES.join(', ')}`,
      ),
    ]);
  }
  if (connection === 'VPC_LINK') {
    return resource.lacks('ConnectionId')
      ? at(resource, 'ConnectionId', [
          problem(
            BACKEND_RULES.ConnectionIdMissing,
            undefined,
            'a private integration has no ConnectionId',
            'set it to the ID of the VPC link',
          ),
        ])
      : [];
  }
  const open = connection === 'INTERNET' || resource.lacks('ConnectionType');
  return open && protocol === 'HTTP' && resource.text('IntegrationType') === 'HTTP_PROXY' && resource.raw('TlsConfig') !== undefined
    ? at(resource, 'TlsConfig', [
        problem(
          BACKEND_RULES.TlsConfigWithoutVpcLink,
          undefined,
          'TlsConfig is supported only by private integrations, but this one is public',
          'remove it; https:// URLs are encrypted and verified without it',
        ),
      ])
    : [];
}

function checkUriMissing(resource: Resource): Finding[] {
  const type = resource.text('IntegrationType');
  const proxy = type === 'AWS_PROXY' || type === 'HTTP_PROXY';
  return proxy && resource.lacks('IntegrationUri') && resource.lacks('IntegrationSubtype')
    ? at(resource, 'IntegrationUri', [
        problem(
          BACKEND_RULES.IntegrationUriMissing,
          undefined,
          `an ${type} integration has no IntegrationUri`,
          type === 'AWS_PROXY'
            ? 'set it to the ARN of the function, or set IntegrationSubtype'
            : 'set it to the URL, or to the ARN behind the VPC link',
        ),
      ])
    : [];
}

function checkSubtypeOf(resource: Resource): Finding[] {
  const [type, subtype] = [resource.text('IntegrationType'), resource.text('IntegrationSubtype')];
  return type === 'HTTP_PROXY' && subtype !== undefined
    ? at(resource, 'IntegrationSubtype', [
        problem(
          BACKEND_RULES.SubtypeNotOfType,
          subtype,
          `an ${type} integration cannot have a subtype`,
          'use the type AWS_PROXY, or remove the subtype',
        ),
      ])
    : [];
}
