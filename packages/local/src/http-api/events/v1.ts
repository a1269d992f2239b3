import { claimTexts } from '../../gateway/claims';
import { logTime } from '../../gateway/clock';
import { domainOf } from '../../gateway/domain';
import { unlessEmpty } from '../../gateway/entries';
import { fullRawPath } from '../../gateway/full-path';
import { firstHeader } from '../../gateway/header';
import { iamCaller } from '../../gateway/iam-caller';
import type { MappedRequest, RoutedRequest } from '../../gateway/routed-request';
import { resourceOf } from '../routing/route-key';
import { eventBody } from './body';
import { headersV1 } from './headers-v1';
import { Multimap } from './multimap';

/**
 * What a function gets in payload format 1.0, as JSON, where what has no value is null.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function eventV1(routed: RoutedRequest, mapped: MappedRequest, body: Buffer): string {
  const { request, route, stage } = routed;
  const { headers, multiValueHeaders } = headersV1(routed, mapped.headers, body.length);
  const content = eventBody(mapped.headers, body);
  const path = fullRawPath(routed);
  const query = new Multimap();
  for (const [name, value] of mapped.query) {
    query.add(name, value);
  }
  return JSON.stringify({
    version: '1.0',
    resource: resourceOf(route.key),
    path: mapped.pathOverwritten ? mapped.path : path,
    httpMethod: request.method,
    headers,
    multiValueHeaders,
    queryStringParameters: unlessEmpty(query.last()) ?? null,
    multiValueQueryStringParameters: unlessEmpty(query.all()) ?? null,
    requestContext: requestContext(routed, path),
    pathParameters: unlessEmpty(routed.pathVariables) ?? null,
    stageVariables: unlessEmpty(stage.variables) ?? null,
    body: content.body ?? null,
    isBase64Encoded: content.isBase64Encoded,
  });
}

function requestContext(routed: RoutedRequest, path: string): object {
  const { api, request, requestId, route, stage, startedAt } = routed;
  const { name, prefix } = domainOf(routed);
  return {
    accountId: api.accountId,
    apiId: api.id,
    authorizer: authorizer(routed),
    domainName: name,
    domainPrefix: prefix,
    extendedRequestId: requestId,
    httpMethod: request.method,
    identity: identity(routed),
    path,
    protocol: 'HTTP/1.1',
    requestId,
    requestTime: logTime(startedAt),
    requestTimeEpoch: startedAt.getTime(),
    resourceId: route.key,
    resourcePath: resourceOf(route.key),
    stage: stage.name,
  };
}

/** Undefined, and hence not in the JSON, where there is no authorizer. */
function authorizer({ caller }: RoutedRequest): object | undefined {
  switch (caller.kind) {
    case 'jwt':
      return { claims: claimTexts(caller.claims), scopes: caller.scopes };
    case 'lambda':
      return caller.context;
    default:
      return undefined;
  }
}

function identity({ api, caller, request }: RoutedRequest): object {
  const iam = caller.kind === 'iam' ? iamCaller(api.accountId) : undefined;
  return {
    accessKey: iam?.accessKey ?? null,
    accountId: iam?.accountId ?? null,
    caller: iam?.userId ?? null,
    cognitoAmr: null,
    cognitoAuthenticationProvider: null,
    cognitoAuthenticationType: null,
    cognitoIdentityId: null,
    cognitoIdentityPoolId: null,
    principalOrgId: null,
    sourceIp: request.sourceIp,
    user: iam?.userId ?? null,
    userAgent: firstHeader(request.headers, 'user-agent') ?? '',
    userArn: iam?.userArn ?? null,
  };
}
