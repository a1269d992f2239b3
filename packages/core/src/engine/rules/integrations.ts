import { suggest } from '../names/suggest';
import { defineRules, type Problem, problem } from '../problem';
import type { Protocol } from '../template/api';
import { at, type Finding } from '../template/finding';
import type { Resource } from '../template/resource';
import { SOURCES_OF_RULES as AWS } from './sources';

/** The type of an integration, and its properties that do not depend on the backend. */
export const INTEGRATION_RULES = defineRules({
  IntegrationTypeUnknown: {
    severity: 'error',
    summary: 'The integration type does not exist.',
    source: AWS.cfnIntegration,
    evidence: 'documented',
  },
  IntegrationTypeNotInProtocol: {
    severity: 'error',
    summary: 'An HTTP API has an AWS, HTTP or MOCK integration, which only WebSocket APIs support.',
    source: AWS.cfnIntegration,
    evidence: 'documented',
  },
  PropertyNotInProtocol: {
    severity: 'warning',
    summary: 'A property is supported only by the other kind of API.',
    source: AWS.cfnIntegration,
    evidence: 'documented',
  },
  PayloadVersionMissing: {
    severity: 'error',
    summary: 'A Lambda integration of an HTTP API has no payload format version, which only the console sets by default.',
    source: AWS.lambda,
    evidence: 'documented',
  },
  PayloadVersionInvalid: {
    severity: 'error',
    summary: 'The payload format version is not 1.0, or, for a Lambda integration of an HTTP API, neither 1.0 nor 2.0.',
    source: AWS.cfnIntegration,
    evidence: 'documented',
  },
  ServicePayloadVersionMissing: {
    severity: 'warning',
    summary: 'An AWS service integration has no payload format version.',
    source: AWS.services,
    evidence: 'documented',
  },
  TimeoutOutOfRange: {
    severity: 'error',
    summary: 'A timeout is not between 50 and 30,000 milliseconds (HTTP APIs) or between 50 and 29,000 milliseconds (WebSocket APIs).',
    source: AWS.cfnIntegration,
    evidence: 'documented',
  },
});

const TYPES = ['AWS', 'AWS_PROXY', 'HTTP', 'HTTP_PROXY', 'MOCK'];
const WEBSOCKET_ONLY = ['AWS', 'HTTP', 'MOCK'];

/** Properties that only one kind of API supports, according to AWS documentation. */
const ONLY_IN: readonly (readonly [string, Protocol, string])[] = [
  ['ResponseParameters', 'HTTP', 'use integration responses (AWS::ApiGatewayV2::IntegrationResponse)'],
  ['PassthroughBehavior', 'WEBSOCKET', 'remove it: an HTTP API forwards the body unchanged'],
  ['RequestTemplates', 'WEBSOCKET', 'remove it: an HTTP API does not transform bodies'],
];

/** Checks that the integration type exists, and that this kind of API supports it. */
export function checkIntegrationType(resource: Resource, protocol: Protocol | undefined): Finding[] {
  const type = resource.text('IntegrationType');
  if (type === undefined) {
    return [];
  }
  if (!TYPES.includes(type)) {
    const meant = suggest(type, TYPES);
    const remedy = meant === undefined ? `use one of ${TYPES.join(', ')}` : `did you mean ${meant}?`;
    return at(resource, 'IntegrationType', [
      problem(INTEGRATION_RULES.IntegrationTypeUnknown, type, `there is no integration type ${JSON.stringify(type)}`, remedy),
    ]);
  }
  if (protocol === 'HTTP' && WEBSOCKET_ONLY.includes(type)) {
    return at(resource, 'IntegrationType', [
      problem(
        INTEGRATION_RULES.IntegrationTypeNotInProtocol,
        type,
        `only WebSocket APIs support integrations of type ${type}`,
        `use ${type === 'AWS' ? 'AWS_PROXY with an IntegrationSubtype' : type === 'HTTP' ? 'HTTP_PROXY' : 'a Lambda function or an HTTP backend'}`,
      ),
    ]);
  }
  return [];
}

/** Checks that the integration has no properties of the other kind of API. */
export function checkProtocolProperties(resource: Resource, protocol: Protocol | undefined): Finding[] {
  return ONLY_IN.filter(([property, only]) => protocol !== undefined && only !== protocol && resource.raw(property) !== undefined).flatMap(
    ([property, only, remedy]) =>
      at(resource, property, [
        problem(
          INTEGRATION_RULES.PropertyNotInProtocol,
          undefined,
          `${property} is supported only by ${only === 'HTTP' ? 'HTTP' : 'WebSocket'} APIs`,
          remedy,
        ),
      ]),
  );
}

/** Checks the payload format version of an HTTP API integration: two are valid for Lambda functions, and one for everything else. */
export function checkPayloadVersion(resource: Resource): Finding[] {
  const type = resource.text('IntegrationType');
  const service = !resource.lacks('IntegrationSubtype');
  if (type !== 'AWS_PROXY' && type !== 'HTTP_PROXY') {
    return [];
  }
  const lambda = type === 'AWS_PROXY' && !service;
  if (lambda && resource.lacks('PayloadFormatVersion')) {
    return at(resource, 'PayloadFormatVersion', [
      problem(
        INTEGRATION_RULES.PayloadVersionMissing,
        undefined,
        'a Lambda integration of an HTTP API has no PayloadFormatVersion, which only the console sets by default',
        'set it to "2.0", or to "1.0" for a function that was written for a REST API',
      ),
    ]);
  }
  if (service && type === 'AWS_PROXY' && resource.lacks('PayloadFormatVersion')) {
    return at(resource, 'PayloadFormatVersion', [
      problem(
        INTEGRATION_RULES.ServicePayloadVersionMissing,
        undefined,
        'an AWS service integration has no PayloadFormatVersion',
        'set it to "1.0"',
      ),
    ]);
  }
  // YAML reads 2.0 as a number, whose text differs from what was written.
  const version = resource.raw('PayloadFormatVersion');
  const allowed = lambda ? ['1.0', '2.0'] : ['1.0'];
  if (typeof version !== 'string' || allowed.includes(version)) {
    return [];
  }
  const kind = lambda ? 'a Lambda integration' : service ? 'an AWS service integration' : 'an HTTP integration';
  return at(resource, 'PayloadFormatVersion', [
    problem(
      INTEGRATION_RULES.PayloadVersionInvalid,
      version,
      `${kind} does not support the payload format version ${JSON.stringify(version)}`,
      `set it to ${allowed.map((name) => `"${name}"`).join(' or ')}`,
    ),
  ]);
}

/** Checks the payload format version of an integration of a WebSocket API, which has only one. */
export function checkWebSocketPayloadVersion(resource: Resource): Finding[] {
  const version = resource.raw('PayloadFormatVersion');
  if (typeof version !== 'string' || version === '1.0') {
    return [];
  }
  const message = `a WebSocket API does not support the payload format version ${JSON.stringify(version)}: the service responds with "Unsupported PayloadFormatVersion: ${version}"`;
  return at(resource, 'PayloadFormatVersion', [
    problem(INTEGRATION_RULES.PayloadVersionInvalid, version, message, 'remove it, or set it to "1.0"'),
  ]);
}

/** A range in milliseconds, including both ends. */
export interface TimeoutRange {
  readonly min: number;
  readonly max: number;
}

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-apigatewayv2-integration.html */
export const HTTP_TIMEOUT: TimeoutRange = { min: 50, max: 30_000 };

/** @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-apigatewayv2-integration.html */
export const WEBSOCKET_TIMEOUT: TimeoutRange = { min: 50, max: 29_000 };

/** Checks that a timeout is a whole number of milliseconds within the protocol's range. */
export function checkTimeout(milliseconds: number, range: TimeoutRange): Problem[] {
  if (Number.isInteger(milliseconds) && milliseconds >= range.min && milliseconds <= range.max) {
    return [];
  }
  return [
    problem(
      INTEGRATION_RULES.TimeoutOutOfRange,
      `${milliseconds} ms`,
      `the timeout of ${milliseconds} ms is not a whole number of milliseconds from ${range.min} to ${range.max}`,
      `choose a timeout from Duration.millis(${range.min}) to Duration.millis(${range.max})`,
    ),
  ];
}

/** Checks the timeout of an integration in a template. The longer range applies if the protocol is unknown. */
export function checkIntegrationTimeout(resource: Resource, protocol: Protocol | undefined): Finding[] {
  const timeout = resource.number('TimeoutInMillis');
  const range = protocol === 'WEBSOCKET' ? WEBSOCKET_TIMEOUT : HTTP_TIMEOUT;
  return timeout === undefined ? [] : at(resource, 'TimeoutInMillis', checkTimeout(timeout, range));
}
