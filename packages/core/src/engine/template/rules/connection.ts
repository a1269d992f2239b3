import type { Protocol } from '../api';
import { at, type Finding, problem } from '../finding';
import type { Resource } from '../resource';

const TYPES = ['INTERNET', 'VPC_LINK'];
const BARE_FUNCTION = /^arn:[^:]*:lambda:[^:]*:[^:]*:function:/;

/** What an integration needs to reach its backend: a URI, a connection, and what goes with that. */
export function checkConnection(resource: Resource, protocol: Protocol | undefined): Finding[] {
  return [...checkConnectionType(resource, protocol), ...checkUriGiven(resource), ...checkSubtypeOf(resource)];
}

function checkConnectionType(resource: Resource, protocol: Protocol | undefined): Finding[] {
  const connection = resource.text('ConnectionType');
  if (connection !== undefined && !TYPES.includes(connection)) {
    return at(resource, 'ConnectionType', [
      problem(
        'ConnectionTypeUnknown',
        connection,
        `there is no connection type ${JSON.stringify(connection)}`,
        `use one of ${TYPES.join(', ')}`,
      ),
    ]);
  }
  if (connection === 'VPC_LINK') {
    return resource.lacks('ConnectionId')
      ? at(resource, 'ConnectionId', [
          problem('ConnectionIdMissing', undefined, 'a private integration has no ConnectionId', 'pass the id of the VPC link'),
        ])
      : [];
  }
  const open = connection === 'INTERNET' || resource.lacks('ConnectionType');
  return open && protocol === 'HTTP' && resource.text('IntegrationType') === 'HTTP_PROXY' && resource.raw('TlsConfig') !== undefined
    ? at(resource, 'TlsConfig', [
        problem(
          'TlsConfigWithoutVpcLink',
          undefined,
          'TlsConfig is for private integrations alone, and this one leads to the internet',
          'remove it: a URL with https:// is encrypted and verified without it',
        ),
      ])
    : [];
}

function checkUriGiven(resource: Resource): Finding[] {
  const type = resource.text('IntegrationType');
  const proxy = type === 'AWS_PROXY' || type === 'HTTP_PROXY';
  return proxy && resource.lacks('IntegrationUri') && resource.lacks('IntegrationSubtype')
    ? at(resource, 'IntegrationUri', [
        problem(
          'IntegrationUriMissing',
          undefined,
          `an ${type} integration says nowhere where it leads`,
          type === 'AWS_PROXY' ? 'pass the ARN of the function, or an IntegrationSubtype' : 'pass the URL, or the ARN behind a VPC link',
        ),
      ])
    : [];
}

function checkSubtypeOf(resource: Resource): Finding[] {
  const [type, subtype] = [resource.text('IntegrationType'), resource.text('IntegrationSubtype')];
  return type === 'HTTP_PROXY' && subtype !== undefined
    ? at(resource, 'IntegrationSubtype', [
        problem('SubtypeNotOfType', subtype, `an ${type} integration has no subtype`, 'make it AWS_PROXY, or leave the subtype out'),
      ])
    : [];
}

/** A WebSocket API calls a function by its path, not by its ARN alone. */
export function checkWebSocketFunctionUri(resource: Resource): Finding[] {
  const uri = resource.text('IntegrationUri');
  return resource.text('IntegrationType') !== 'AWS_PROXY' || uri === undefined || !BARE_FUNCTION.test(uri)
    ? []
    : at(resource, 'IntegrationUri', [
        problem(
          'WebSocketFunctionUriBare',
          uri,
          'a WebSocket API does not take the ARN of a function alone',
          'write arn:aws:apigateway:REGION:lambda:path/2015-03-31/functions/FUNCTION_ARN/invocations',
        ),
      ]);
}
