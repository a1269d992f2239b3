import { at, type Finding, problem } from '../finding';
import { asText, member } from '../json';
import type { Resource } from '../resource';

/** Which texts the service model limits, by resource type: the fewest and the most characters. */
const LENGTHS: Readonly<Record<string, Readonly<Record<string, readonly [number, number]>>>> = {
  Api: { Name: [1, 128], Version: [1, 64] },
  Integration: { IntegrationMethod: [1, 64], ConnectionId: [1, 1024], PayloadFormatVersion: [1, 64] },
  Model: { Name: [1, 128], ContentType: [1, 256] },
  Route: { OperationName: [1, 64], Target: [1, 128] },
  Stage: { StageName: [1, 128] },
  VpcLink: { Name: [1, 128] },
};

const SCOPE: readonly [number, number] = [1, 64];
const SERVER_NAME: readonly [number, number] = [1, 512];

/** The length of each text that the service model limits and no other rule knows. */
export function checkTextLengths(resource: Resource): Finding[] {
  const limits = Object.entries(LENGTHS[resource.type.replace('AWS::ApiGatewayV2::', '')] ?? {});
  const scopes = resource.raw('AuthorizationScopes');
  return [
    ...limits.flatMap(([property, limit]) => checkLength(resource, property, resource.text(property), limit)),
    ...(Array.isArray(scopes) ? scopes : []).flatMap((scope, index) =>
      checkLength(resource, `AuthorizationScopes/${index}`, asText(scope), SCOPE),
    ),
    ...checkLength(
      resource,
      'TlsConfig/ServerNameToVerify',
      asText(member(resource.object('TlsConfig'), 'ServerNameToVerify')),
      SERVER_NAME,
    ),
  ];
}

function checkLength(resource: Resource, path: string, text: string | undefined, [fewest, most]: readonly [number, number]): Finding[] {
  return text === undefined || (text.length >= fewest && text.length <= most)
    ? []
    : at(resource, path, [
        problem(
          'TextLengthInvalid',
          text,
          `${path} has ${text.length} characters, and the service takes ${fewest} to ${most}`,
          text === '' ? 'give it a value' : 'shorten it',
        ),
      ]);
}
