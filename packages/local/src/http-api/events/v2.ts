import { type Entries, joinEntry } from '../../gateway/entries';
import { firstHeader } from '../../gateway/header';
import type { Field } from '../../gateway/message';
import { claimTexts, domainOf, fullPath, iamCaller, logTime } from '../../gateway/request-context';
import type { MappedRequest, RoutedRequest } from '../../gateway/routed-request';
import { eventBody } from './body';
import { headersV2 } from './headers-v2';
import { jsonMember, jsonText, jsonTexts } from './json';

/**
 * The event of a request in payload format 2.0, as JSON. Members without a value are absent.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function eventV2(routed: RoutedRequest, mapped: MappedRequest, body: Buffer): string {
  const { route, stage, pathVariables } = routed;
  const { headers, cookies } = headersV2(routed, mapped.headers, body.length);
  const content = eventBody(mapped.headers, body);
  const path = fullPath(routed);
  return (
    `{"version":"2.0","routeKey":${jsonText(route.key)},"rawPath":${jsonText(mapped.pathOverwritten ? mapped.path : path)}` +
    `,"rawQueryString":${jsonText(rawQueryString(routed, mapped))}` +
    jsonMember('cookies', cookies && JSON.stringify(cookies)) +
    `,"headers":${headers}` +
    jsonMember('queryStringParameters', jsonTexts(joinedQuery(mapped.query))) +
    `,"requestContext":${requestContextV2(routed, path)}` +
    jsonMember('body', content.body === undefined ? undefined : jsonText(content.body)) +
    jsonMember('pathParameters', jsonTexts(pathVariables)) +
    `,"isBase64Encoded":${content.isBase64Encoded}` +
    `${jsonMember('stageVariables', jsonTexts(stage.variables))}}`
  );
}

/** The request context in payload format 2.0, for integrations and authorizers. */
export function requestContextV2(routed: RoutedRequest, path: string): string {
  const { api, request, requestId, route, stage, startedAt } = routed;
  const { name, prefix } = domainOf(routed);
  const authorization = authorizer(routed);
  return (
    `{"accountId":${jsonText(api.accountId)},"apiId":${jsonText(api.id)}` +
    jsonMember('authorizer', authorization && JSON.stringify(authorization)) +
    `,"domainName":${jsonText(name)},"domainPrefix":${jsonText(prefix)}` +
    `,"http":{"method":${jsonText(request.method)},"path":${jsonText(path)},"protocol":"HTTP/1.1"` +
    `,"sourceIp":${jsonText(request.sourceIp)},"userAgent":${jsonText(firstHeader(request.headers, 'user-agent') ?? '')}}` +
    `,"requestId":${jsonText(requestId)},"routeKey":${jsonText(route.key)},"stage":${jsonText(stage.name)}` +
    `,"time":${jsonText(logTime(startedAt))},"timeEpoch":${startedAt.getTime()}}`
  );
}

function authorizer({ api, caller }: RoutedRequest): object | undefined {
  switch (caller.kind) {
    case 'none':
      return undefined;
    case 'jwt':
      return { jwt: { claims: claimTexts(caller.claims), scopes: caller.scopes } };
    case 'lambda':
      return { lambda: caller.context ?? null };
    case 'iam': {
      const { accessKey, accountId, userArn, userId } = iamCaller(api.accountId, caller.accessKey);
      return { iam: { accessKey, accountId, callerId: userId, cognitoIdentity: null, principalOrgId: null, userArn, userId } };
    }
  }
}

/** The query string as received; encoded anew if the mapping changed it. */
function rawQueryString({ rawQuery }: RoutedRequest, { query, queryChanged }: MappedRequest): string {
  return queryChanged ? query.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&') : rawQuery;
}

/** A lone surrogate cannot be encoded, so it becomes the replacement character. */
function encode(text: string): string {
  return encodeURIComponent(Buffer.from(text).toString());
}

/** Parameters by name, the values of a repeated one joined by a comma; undefined without parameters. */
export function joinedQuery(query: readonly Field[]): Entries<string> | undefined {
  if (query.length === 0) {
    return undefined;
  }
  const joined: Entries<string> = {};
  for (const [name, value] of query) {
    joinEntry(joined, name, value);
  }
  return joined;
}
