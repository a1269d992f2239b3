import { claimTexts } from '../claims';
import { logTime } from '../clock';
import { domainOf } from '../domain';
import { unlessEmpty } from '../entries';
import { fullPath } from '../full-path';
import { firstHeader } from '../header';
import { iamCaller } from '../iam-caller';
import type { MappedRequest, RoutedRequest } from '../routed-request';
import { eventBody } from './body';
import { headersV2 } from './headers-v2';
import { joinedQuery, rawQueryString } from './query';

/**
 * What a function gets in payload format 2.0. A member without a value is undefined: it is not in the JSON.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function eventV2(routed: RoutedRequest, mapped: MappedRequest, body: Buffer): object {
  const { route, stage } = routed;
  const { headers, cookies } = headersV2(routed, mapped.headers, body.length);
  const content = eventBody(mapped.headers, body);
  const path = fullPath(routed);
  return {
    version: '2.0',
    routeKey: route.key,
    rawPath: mapped.pathOverwritten ? mapped.path : path,
    rawQueryString: rawQueryString(routed, mapped),
    cookies,
    headers,
    queryStringParameters: joinedQuery(mapped.query),
    requestContext: requestContext(routed, path),
    body: content.body,
    pathParameters: unlessEmpty(routed.pathVariables),
    isBase64Encoded: content.isBase64Encoded,
    stageVariables: unlessEmpty(stage.variables),
  };
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
    http: {
      method: request.method,
      path,
      protocol: 'HTTP/1.1',
      sourceIp: request.sourceIp,
      userAgent: firstHeader(request.headers, 'user-agent') ?? '',
    },
    requestId,
    routeKey: route.key,
    stage: stage.name,
    time: logTime(startedAt),
    timeEpoch: startedAt.getTime(),
  };
}

function authorizer({ api, caller }: RoutedRequest): object | undefined {
  switch (caller.kind) {
    case 'none':
      return undefined;
    case 'jwt':
      return { jwt: { claims: claimTexts(caller.claims), scopes: caller.scopes } };
    case 'lambda':
      return { lambda: caller.context };
    case 'iam': {
      const { accessKey, accountId, userArn, userId } = iamCaller(api.accountId);
      return { iam: { accessKey, accountId, callerId: userId, cognitoIdentity: null, principalOrgId: null, userArn, userId } };
    }
  }
}
