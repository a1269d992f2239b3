import { defineRules, type Problem, problem } from '../problem';
import type { Protocol, Route } from '../template/api';
import { at, type Finding } from '../template/finding';
import type { Resolver } from '../template/resolver';
import type { Resource } from '../template/resource';
import { wholeReference } from '../template/segment';
import type { TemplateIndex } from '../template/template-index';
import { SOURCES_OF_RULES as AWS } from './sources';

/** The authorization of a route, and the authorizer that it names. */
export const ROUTE_AUTHORIZATION_RULES = defineRules({
  AuthorizationTypeInvalid: {
    severity: 'error',
    summary: 'The authorization type of a route does not exist, or this kind of API does not support it.',
    source: AWS.cfnRoute,
    evidence: 'documented',
  },
  AuthorizationOnMessageRoute: {
    severity: 'error',
    summary: 'A route of a WebSocket API other than $connect has an authorization type.',
    source: AWS.webSocketAuthorizerRefused,
    evidence: 'reported',
  },
  AuthorizerMissing: {
    severity: 'error',
    summary: 'A route with authorization type CUSTOM or JWT names no authorizer.',
    source: AWS.recordings,
    evidence: 'reported',
  },
  AuthorizerTypeMismatch: {
    severity: 'error',
    summary: 'The authorization type of a route does not match the type of its authorizer: CUSTOM requires REQUEST, and JWT requires JWT.',
    source: AWS.recordings,
    evidence: 'reported',
  },
  AuthorizerIgnored: {
    severity: 'warning',
    summary: 'A route names an authorizer that its authorization type does not use, so the authorizer does not protect the route.',
    source: AWS.recordings,
    evidence: 'reported',
  },
  AuthorizerOfOtherApi: {
    severity: 'error',
    summary: 'A route names an authorizer of another API.',
    source: AWS.recordings,
    evidence: 'reported',
  },
  ScopesWithoutJwt: {
    severity: 'error',
    summary: 'A route has authorization scopes but no authorization type JWT.',
    source: AWS.recordings,
    evidence: 'reported',
  },
});

const TYPES: Readonly<Record<Protocol, readonly string[]>> = {
  HTTP: ['NONE', 'AWS_IAM', 'CUSTOM', 'JWT'],
  WEBSOCKET: ['NONE', 'AWS_IAM', 'CUSTOM'],
};

/** Checks the authorization of a route. */
export function checkRouteAuthorization({ resource, key }: Route, protocol: Protocol | undefined, { resolver }: TemplateIndex): Finding[] {
  const type = resource.lacks('AuthorizationType') ? 'NONE' : resource.text('AuthorizationType');
  if (type === undefined) {
    return [];
  }
  const findings = at(resource, 'AuthorizationType', checkType(type, key, protocol));
  if (findings.length > 0) {
    return findings;
  }
  const authorizer = authorizerOf(resource, resolver);
  return [
    ...at(resource, 'AuthorizerId', checkAuthorizerId(resource, type, authorizer)),
    ...at(resource, 'AuthorizerId', checkApi(resource, authorizer, resolver)),
    ...at(resource, 'AuthorizationScopes', checkScopes(resource, type)),
  ];
}

function checkType(type: string, key: string | undefined, protocol: Protocol | undefined): Problem[] {
  const types = TYPES[protocol ?? 'HTTP'];
  if (!types.includes(type)) {
    const kind = protocol === 'WEBSOCKET' ? 'a WebSocket API' : 'an HTTP API';
    const message = `${kind} has no authorization type ${JSON.stringify(type)}`;
    return [problem(ROUTE_AUTHORIZATION_RULES.AuthorizationTypeInvalid, type, message, `use one of ${types.join(', ')}`)];
  }
  if (protocol !== 'WEBSOCKET' || type === 'NONE' || key === undefined || key === '$connect') {
    return [];
  }
  return [
    problem(
      ROUTE_AUTHORIZATION_RULES.AuthorizationOnMessageRoute,
      type,
      `the route ${key} has authorization type ${type}: the service responds with "Currently, authorization is restricted to the $connect route only"`,
      'authorize the connection on $connect; the result is available in the context of every message',
    ),
  ];
}

function checkAuthorizerId(route: Resource, type: string, authorizer: Resource | undefined): Problem[] {
  const uses = type === 'CUSTOM' || type === 'JWT';
  if (!uses) {
    return route.raw('AuthorizerId') === undefined ? [] : [unusedAuthorizer(type)];
  }
  if (route.lacks('AuthorizerId')) {
    const message = `the route has authorization type ${type} but no AuthorizerId: the service responds with "Invalid authorizer ID specified"`;
    return [problem(ROUTE_AUTHORIZATION_RULES.AuthorizerMissing, type, message, 'refer to an AWS::ApiGatewayV2::Authorizer')];
  }
  const expected = type === 'JWT' ? 'JWT' : 'REQUEST';
  const actual = authorizer?.text('AuthorizerType');
  if (actual === undefined || actual === expected) {
    return [];
  }
  const message = `authorization type ${type} requires an authorizer of type ${expected}, but ${authorizer?.logicalId} has type ${actual}`;
  const remedy = `set AuthorizationType to ${actual === 'JWT' ? 'JWT' : 'CUSTOM'}, or refer to another authorizer`;
  return [problem(ROUTE_AUTHORIZATION_RULES.AuthorizerTypeMismatch, type, message, remedy)];
}

function unusedAuthorizer(type: string): Problem {
  return problem(
    ROUTE_AUTHORIZATION_RULES.AuthorizerIgnored,
    type,
    `the route names an authorizer, which the service ignores because the authorization type is ${type}`,
    'set AuthorizationType to CUSTOM or JWT, or remove AuthorizerId',
  );
}

function checkApi(route: Resource, authorizer: Resource | undefined, resolver: Resolver): Problem[] {
  const [own, other] = [apiOf(route, resolver), authorizer && apiOf(authorizer, resolver)];
  if (own === undefined || other === undefined || own === other) {
    return [];
  }
  const message = `the authorizer ${authorizer?.logicalId} belongs to ${other.logicalId}, but the route belongs to ${own.logicalId}`;
  return [
    problem(ROUTE_AUTHORIZATION_RULES.AuthorizerOfOtherApi, authorizer?.logicalId, message, 'create a separate authorizer for each API'),
  ];
}

function checkScopes(route: Resource, type: string): Problem[] {
  const scopes = route.raw('AuthorizationScopes');
  if (type === 'JWT' || !Array.isArray(scopes) || scopes.length === 0) {
    return [];
  }
  const message = `the route has authorization scopes but authorization type ${type}: the service accepts scopes only for JWT authorizers`;
  return [
    problem(ROUTE_AUTHORIZATION_RULES.ScopesWithoutJwt, type, message, 'set AuthorizationType to JWT, or remove AuthorizationScopes'),
  ];
}

/** The authorizer that a route names, if the templates create it. */
function authorizerOf(route: Resource, resolver: Resolver): Resource | undefined {
  const resource = wholeReference(resolver.property(route, 'AuthorizerId'))?.resource;
  return resource?.type === 'AWS::ApiGatewayV2::Authorizer' ? resource : undefined;
}

/** The API of a route or an authorizer, if the templates create it. */
function apiOf(resource: Resource, resolver: Resolver): Resource | undefined {
  const api = wholeReference(resolver.property(resource, 'ApiId'))?.resource;
  return api?.type === 'AWS::ApiGatewayV2::Api' ? api : undefined;
}
