import { defineRules, type Problem, problem } from '../problem';
import type { Protocol } from '../template/api';
import { at, type Finding } from '../template/finding';
import { asText } from '../template/json';
import type { Resource } from '../template/resource';
import { SOURCES_OF_RULES as AWS } from './sources';

/** Authorizers of both protocols: required and unsupported properties of each type. */
export const AUTHORIZER_RULES = defineRules({
  AuthorizerTypeInvalid: {
    severity: 'error',
    summary: 'The type of an authorizer is neither REQUEST nor JWT, or it is JWT in a WebSocket API.',
    source: AWS.cfnAuthorizer,
    evidence: 'documented',
  },
  AuthorizerUriMissing: {
    severity: 'error',
    summary: 'A REQUEST authorizer has no AuthorizerUri, so there is no function to invoke.',
    source: AWS.cfnAuthorizer,
    evidence: 'documented',
  },
  AuthorizerPayloadVersionMissing: {
    severity: 'error',
    summary: 'A REQUEST authorizer of an HTTP API has no AuthorizerPayloadFormatVersion.',
    source: AWS.authorizerVersionRequired,
    evidence: 'reported',
  },
  AuthorizerPayloadVersionInvalid: {
    severity: 'error',
    summary: 'The payload format version of an authorizer is neither 1.0 nor 2.0, or it is set in a WebSocket API.',
    source: AWS.recordings,
    evidence: 'reported',
  },
  SimpleResponsesNotSupported: {
    severity: 'error',
    summary: 'Simple responses are enabled without payload format version 2.0, or in a WebSocket API.',
    source: AWS.modelAuthorizers,
    evidence: 'documented',
  },
  AuthorizerTtlOutOfRange: {
    severity: 'error',
    summary: 'The time for which the results of an authorizer are cached is not a whole number from 0 to 3,600 seconds.',
    source: AWS.modelAuthorizers,
    evidence: 'documented',
  },
  AuthorizerCacheWithoutIdentitySource: {
    severity: 'warning',
    summary: 'An authorizer caches results but has no identity source, which is the key of the cache.',
    source: AWS.lambdaAuthorizers,
    evidence: 'documented',
  },
  IdentitySourceInvalid: {
    severity: 'error',
    summary: "An identity source does not have the protocol's syntax, such as $request.header.Authorization in an HTTP API.",
    source: AWS.identitySourceRefused,
    evidence: 'reported',
  },
  AuthorizerPropertyIgnored: {
    severity: 'warning',
    summary: 'A property of an authorizer does not apply to its type or to its protocol.',
    source: AWS.cfnAuthorizer,
    evidence: 'documented',
  },
});

const MAX_TTL_SECONDS = 3600;
const NAME = '[a-zA-Z0-9._-]+';
/** The syntax that the service's error message describes. */
const WEBSOCKET_SOURCE = new RegExp(`^(?:route\\.request\\.(?:querystring|header)|stageVariables|context)\\.${NAME}$`);
const TOKEN_SOURCE = /^\$(?:request\.(?:header|querystring)\.[^\s,]+|\{request\.(?:header|querystring)\.[^\s,}]+\})$/;
const OTHER_SOURCE = /^\$(?:(?:context|stageVariables)\.[^\s,]+|\{(?:context|stageVariables)\.[^\s,}]+\})$/;

const OF_REQUEST_TYPE = [
  'AuthorizerUri',
  'AuthorizerCredentialsArn',
  'AuthorizerPayloadFormatVersion',
  'AuthorizerResultTtlInSeconds',
  'EnableSimpleResponses',
];

/** Checks an authorizer of an API whose protocol may be unknown. A separate family of rules checks the configuration of JWT authorizers. */
export function checkAuthorizer(authorizer: Resource, protocol: Protocol | undefined): Finding[] {
  const type = authorizer.text('AuthorizerType');
  switch (type) {
    case undefined:
      return [];
    case 'REQUEST':
      return checkRequestAuthorizer(authorizer, protocol);
    case 'JWT':
      return protocol === 'WEBSOCKET'
        ? invalidType(
            authorizer,
            type,
            'WebSocket APIs do not support JWT authorizers',
            'use REQUEST, and verify the token in the function',
          )
        : [...checkIdentitySources(authorizer, 'HTTP'), ...ignored(authorizer, OF_REQUEST_TYPE)];
    default:
      return invalidType(
        authorizer,
        type,
        `there is no authorizer type ${JSON.stringify(type)}`,
        'use REQUEST for a Lambda function, or JWT in an HTTP API',
      );
  }
}

function invalidType(authorizer: Resource, type: string, message: string, remedy: string): Finding[] {
  return at(authorizer, 'AuthorizerType', [problem(AUTHORIZER_RULES.AuthorizerTypeInvalid, type, message, remedy)]);
}

function checkRequestAuthorizer(authorizer: Resource, protocol: Protocol | undefined): Finding[] {
  const findings = [...checkIdentitySources(authorizer, protocol), ...checkTtl(authorizer), ...ignored(authorizer, ['JwtConfiguration'])];
  if (authorizer.lacks('AuthorizerUri')) {
    const remedy = 'set it to arn:aws:apigateway:REGION:lambda:path/2015-03-31/functions/FUNCTION_ARN/invocations';
    findings.push(
      ...at(authorizer, 'AuthorizerUri', [
        problem(AUTHORIZER_RULES.AuthorizerUriMissing, undefined, 'a REQUEST authorizer has no AuthorizerUri', remedy),
      ]),
    );
  }
  if (protocol === 'HTTP') {
    findings.push(...checkHttpRequestAuthorizer(authorizer));
  }
  if (protocol === 'WEBSOCKET') {
    findings.push(...checkWebSocketAuthorizer(authorizer));
  }
  return findings;
}

function checkHttpRequestAuthorizer(authorizer: Resource): Finding[] {
  const findings: Finding[] = [];
  // YAML reads 2.0 as a number, whose text differs from what was written.
  const version = authorizer.raw('AuthorizerPayloadFormatVersion');
  if (authorizer.lacks('AuthorizerPayloadFormatVersion')) {
    const message =
      'a REQUEST authorizer of an HTTP API has no AuthorizerPayloadFormatVersion: the service responds that it "is a required parameter"';
    findings.push(
      ...at(authorizer, 'AuthorizerPayloadFormatVersion', [
        problem(AUTHORIZER_RULES.AuthorizerPayloadVersionMissing, undefined, message, 'set it to "2.0", or to "1.0" for an older function'),
      ]),
    );
  }
  if (typeof version === 'string' && version !== '1.0' && version !== '2.0') {
    const message = `authorizers have no payload format version ${JSON.stringify(version)}`;
    findings.push(...invalidVersion(authorizer, version, message, 'set it to "1.0" or "2.0"'));
  }
  if (version === '1.0' && isEnabled(authorizer, 'EnableSimpleResponses')) {
    findings.push(
      ...simpleResponses(authorizer, 'simple responses require payload format version 2.0, but this authorizer has 1.0', 'set it to "2.0"'),
    );
  }
  const ttl = authorizer.number('AuthorizerResultTtlInSeconds');
  const sources = authorizer.raw('IdentitySource');
  if (ttl !== undefined && ttl > 0 && (authorizer.lacks('IdentitySource') || (Array.isArray(sources) && sources.length === 0))) {
    findings.push(
      ...at(authorizer, 'AuthorizerResultTtlInSeconds', [
        problem(
          AUTHORIZER_RULES.AuthorizerCacheWithoutIdentitySource,
          String(ttl),
          'results are cached by identity source, but this authorizer has none',
          'add an identity source, or set AuthorizerResultTtlInSeconds to 0',
        ),
      ]),
    );
  }
  return findings;
}

function checkWebSocketAuthorizer(authorizer: Resource): Finding[] {
  const findings: Finding[] = [];
  if (authorizer.raw('AuthorizerPayloadFormatVersion') !== undefined) {
    const message =
      'an authorizer of a WebSocket API has a payload format version: the service responds with "AuthorizerPayloadFormatVersion cannot be set for WEBSOCKET protocol Apis."';
    findings.push(...invalidVersion(authorizer, authorizer.text('AuthorizerPayloadFormatVersion'), message, 'remove it'));
  }
  if (isEnabled(authorizer, 'EnableSimpleResponses')) {
    const message = 'only HTTP APIs support simple responses, but this authorizer belongs to a WebSocket API';
    findings.push(...simpleResponses(authorizer, message, 'return an IAM policy from the function, and remove EnableSimpleResponses'));
  }
  if ((authorizer.number('AuthorizerResultTtlInSeconds') ?? 0) > 0) {
    findings.push(
      ...ignored(
        authorizer,
        ['AuthorizerResultTtlInSeconds'],
        'applies only to HTTP APIs: a WebSocket API authorizes each connection only once',
      ),
    );
  }
  return findings;
}

function checkIdentitySources(authorizer: Resource, protocol: Protocol | undefined): Finding[] {
  const value = authorizer.raw('IdentitySource');
  const sources: unknown[] = Array.isArray(value) ? value : [value];
  const jwt = authorizer.text('AuthorizerType') === 'JWT';
  const findings = sources.flatMap((source, index) =>
    (asText(source)?.split(',') ?? []).flatMap((text) =>
      at(authorizer, `IdentitySource/${index}`, checkIdentitySource(text.trim(), protocol, jwt)),
    ),
  );
  if (jwt && sources.length > 1) {
    const message = `a JWT authorizer has ${sources.length} identity sources, but the service reads the token from only one`;
    findings.push(
      ...at(authorizer, 'IdentitySource', [problem(AUTHORIZER_RULES.IdentitySourceInvalid, undefined, message, 'keep one of them')]),
    );
  }
  return findings;
}

function checkIdentitySource(source: string, protocol: Protocol | undefined, jwt: boolean): Problem[] {
  if (protocol === 'WEBSOCKET' && !WEBSOCKET_SOURCE.test(source)) {
    const message = `the service responds with "Invalid request identity source expression: ${source}" in a WebSocket API`;
    const bare = source.replace(/^\$\{?|\}$/g, '');
    const candidates = [bare, bare.replace(/^request\./, 'route.request.')];
    const remedy = candidates.find((candidate) => WEBSOCKET_SOURCE.test(candidate));
    return [
      problem(
        AUTHORIZER_RULES.IdentitySourceInvalid,
        source,
        message,
        remedy === undefined
          ? 'write route.request.header.NAME, route.request.querystring.NAME, context.NAME or stageVariables.NAME'
          : `write ${remedy}`,
      ),
    ];
  }
  if (protocol === 'HTTP' && !TOKEN_SOURCE.test(source) && (jwt || !OTHER_SOURCE.test(source))) {
    const message = `${JSON.stringify(source)} is not a valid identity source for a ${jwt ? 'JWT' : 'REQUEST'} authorizer of an HTTP API`;
    const others = jwt ? '' : ', $context.NAME or $stageVariables.NAME';
    const remedy = `write $request.header.NAME${jwt ? ' or' : ','} $request.querystring.NAME${others}`;
    return [problem(AUTHORIZER_RULES.IdentitySourceInvalid, source, message, remedy)];
  }
  return [];
}

function checkTtl(authorizer: Resource): Finding[] {
  const ttl = authorizer.number('AuthorizerResultTtlInSeconds');
  if (ttl === undefined || (Number.isInteger(ttl) && ttl >= 0 && ttl <= MAX_TTL_SECONDS)) {
    return [];
  }
  const message = `AuthorizerResultTtlInSeconds is ${ttl}, but the service accepts only whole numbers from 0 to ${MAX_TTL_SECONDS}`;
  return at(authorizer, 'AuthorizerResultTtlInSeconds', [
    problem(AUTHORIZER_RULES.AuthorizerTtlOutOfRange, String(ttl), message, 'use a value in this range; 0 disables caching'),
  ]);
}

function ignored(authorizer: Resource, properties: readonly string[], reason?: string): Finding[] {
  return properties
    .filter((property) => authorizer.raw(property) !== undefined)
    .flatMap((property) =>
      at(authorizer, property, [
        problem(
          AUTHORIZER_RULES.AuthorizerPropertyIgnored,
          undefined,
          `${property} ${reason ?? `does not apply to an authorizer of type ${authorizer.text('AuthorizerType')}`}`,
          'remove it',
        ),
      ]),
    );
}

function invalidVersion(authorizer: Resource, version: string | undefined, message: string, remedy: string): Finding[] {
  const rule = AUTHORIZER_RULES.AuthorizerPayloadVersionInvalid;
  return at(authorizer, 'AuthorizerPayloadFormatVersion', [problem(rule, version, message, remedy)]);
}

function simpleResponses(authorizer: Resource, message: string, remedy: string): Finding[] {
  return at(authorizer, 'EnableSimpleResponses', [problem(AUTHORIZER_RULES.SimpleResponsesNotSupported, undefined, message, remedy)]);
}

const isEnabled = (resource: Resource, property: string): boolean => resource.text(property) === 'true';
