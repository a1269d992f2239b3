import { setEntry, unlessEmpty } from '../../gateway/entries';
import { fullPath, fullRawPath } from '../../gateway/request-context';
import type { RoutedRequest } from '../../gateway/routed-request';
import { headersV2 } from '../../http-api/events/headers-v2';
import { jsonMember, jsonText, jsonTexts } from '../../http-api/events/json';
import { headersV1, requestContextV1 } from '../../http-api/events/v1';
import { joinedQuery, requestContextV2 } from '../../http-api/events/v2';
import { resourceOf } from '../../http-api/router';

/**
 * The event of an HTTP API's Lambda authorizer in payload format 1.0, as JSON.
 *
 * @param arn the ARN of the called method and path
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
 */
export function authorizerEventV1(routed: RoutedRequest, arn: string, identity: readonly string[]): string {
  const { request, route, stage, query, pathVariables } = routed;
  const path = fullRawPath(routed);
  const source = identity.length === 0 ? null : identity.join(',');
  const last: Record<string, string> = {};
  for (const [name, value] of query) {
    setEntry(last, name, value);
  }
  return JSON.stringify({
    version: '1.0',
    type: 'REQUEST',
    methodArn: arn,
    identitySource: source,
    authorizationToken: source,
    resource: resourceOf(route.key),
    path,
    httpMethod: request.method,
    headers: headersV1(routed, request.headers, request.body.length ?? 0).headers,
    queryStringParameters: last,
    pathParameters: pathVariables,
    stageVariables: stage.variables,
    requestContext: requestContextV1(routed, path),
  });
}

/**
 * The event of an HTTP API's Lambda authorizer in payload format 2.0, as JSON. Optional members without a value are absent.
 *
 * @param arn the ARN of the called method and path
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
 */
export function authorizerEventV2(routed: RoutedRequest, arn: string, identity: readonly string[]): string {
  const { request, route, stage, query, pathVariables, rawQuery } = routed;
  const { headers, cookies } = headersV2(routed, request.headers, request.body.length ?? 0);
  const path = fullPath(routed);
  return (
    `{"version":"2.0","type":"REQUEST","routeArn":${jsonText(arn)}` +
    `,"identitySource":${identity.length === 0 ? 'null' : JSON.stringify(identity)}` +
    `,"routeKey":${jsonText(route.key)},"rawPath":${jsonText(path)},"rawQueryString":${jsonText(rawQuery)}` +
    jsonMember('cookies', cookies && JSON.stringify(cookies)) +
    `,"headers":${headers}` +
    jsonMember('queryStringParameters', jsonTexts(joinedQuery(query))) +
    `,"requestContext":${requestContextV2(routed, path)}` +
    jsonMember('pathParameters', jsonTexts(unlessEmpty(pathVariables))) +
    `${jsonMember('stageVariables', jsonTexts(stage.variables))}}`
  );
}
