import type { Protocol } from '../api';
import { suggest } from '../engine';
import { at, type Finding, problem } from '../finding';
import type { Resource } from '../resource';

const TYPES = ['AWS', 'AWS_PROXY', 'HTTP', 'HTTP_PROXY', 'MOCK'];
const WEBSOCKET_ONLY = ['AWS', 'HTTP', 'MOCK'];

/** Properties that only one kind of API has, as far as AWS documents it. */
const ONLY_IN: readonly (readonly [string, Protocol, string])[] = [
  ['ResponseParameters', 'HTTP', 'use integration responses (AWS::ApiGatewayV2::IntegrationResponse)'],
  ['PassthroughBehavior', 'WEBSOCKET', 'remove it: an HTTP API passes the body on as it is'],
  ['RequestTemplates', 'WEBSOCKET', 'remove it: an HTTP API does not transform bodies'],
];

/** Whether the type of an integration exists, and in this kind of API. */
export function checkIntegrationType(resource: Resource, protocol: Protocol | undefined): Finding[] {
  const type = resource.text('IntegrationType');
  if (type === undefined) {
    return [];
  }
  if (!TYPES.includes(type)) {
    const meant = suggest(type, TYPES);
    const remedy = meant === undefined ? `use one of ${TYPES.join(', ')}` : `did you mean ${meant}?`;
    return at(resource, 'IntegrationType', [
      problem('IntegrationTypeUnknown', type, `there is no integration type ${JSON.stringify(type)}`, remedy),
    ]);
  }
  if (protocol === 'HTTP' && WEBSOCKET_ONLY.includes(type)) {
    return at(resource, 'IntegrationType', [
      problem(
        'IntegrationTypeNotInProtocol',
        type,
        `an HTTP API has no integrations of type ${type}: only WebSocket APIs do`,
        `use ${type === 'AWS' ? 'AWS_PROXY with an IntegrationSubtype' : type === 'HTTP' ? 'HTTP_PROXY' : 'a Lambda function or an HTTP backend that answers'}`,
      ),
    ]);
  }
  return [];
}

/** Whether the integration has properties that the other kind of API has. */
export function checkProtocolProperties(resource: Resource, protocol: Protocol | undefined): Finding[] {
  return ONLY_IN.filter(([property, only]) => protocol !== undefined && only !== protocol && resource.raw(property) !== undefined).flatMap(
    ([property, only, remedy]) =>
      at(resource, property, [
        problem(
          'PropertyNotInProtocol',
          undefined,
          `${property} is for ${only === 'HTTP' ? 'HTTP' : 'WebSocket'} APIs alone, and this is an integration of the other kind`,
          remedy,
        ),
      ]),
  );
}
