import { type Entries, setEntry, unlessEmpty } from '../../gateway/entries';
import { firstHeader } from '../../gateway/header';
import type { Field } from '../../gateway/message';
import { claimTexts, domainOf, fullRawPath, iamCaller, logTime, traceId } from '../../gateway/request-context';
import type { MappedRequest, RoutedRequest } from '../../gateway/routed-request';
import { resourceOf } from '../router';
import { eventBody } from './body';
import { headerName } from './header-name';

/**
 * The event of a request in payload format 1.0, as JSON. Members without a value are null.
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
    requestContext: requestContextV1(routed, path),
    pathParameters: unlessEmpty(routed.pathVariables) ?? null,
    stageVariables: unlessEmpty(stage.variables) ?? null,
    body: content.body ?? null,
    isBase64Encoded: content.isBase64Encoded,
  });
}

/** The request context in payload format 1.0, for integrations and authorizers. */
export function requestContextV1(routed: RoutedRequest, path: string): object {
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

/** Undefined, hence absent from the JSON, without an authorizer. */
function authorizer({ caller }: RoutedRequest): object | undefined {
  switch (caller.kind) {
    case 'jwt':
      return { claims: claimTexts(caller.claims), scopes: caller.scopes };
    case 'lambda':
      return { claims: null, scopes: null, ...caller.context };
    default:
      return undefined;
  }
}

function identity({ api, caller, request }: RoutedRequest): object {
  const iam = caller.kind === 'iam' ? iamCaller(api.accountId, caller.accessKey) : undefined;
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

/** Headers in payload format 1.0. */
interface HeadersV1 {
  /** The last value of each name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly multiValueHeaders: Readonly<Record<string, readonly string[]>>;
}

/** @param length of the body, in bytes */
export function headersV1(routed: RoutedRequest, fields: readonly Field[], length: number): HeadersV1 {
  const values = new Multimap();
  let forwarded = '';
  let traced = false;
  for (const [name, value] of fields) {
    const { lower, inV1, role } = headerName(name);
    if (role === 'forwarded-for') {
      forwarded += `${value}, `;
    } else if (role !== 'own' && role !== 'dropped') {
      values.add(lower, value, inV1);
      traced ||= role === 'trace';
    }
  }
  const write = (name: string, value: string): void => values.add(name, value, headerName(name).inV1);
  write('content-length', String(length));
  if (!traced) {
    write('x-amzn-trace-id', traceId(routed));
  }
  write('x-forwarded-for', forwarded + routed.request.sourceIp);
  write('x-forwarded-port', domainOf(routed).port);
  write('x-forwarded-proto', 'http');
  return { headers: values.last(), multiValueHeaders: values.all() };
}

/** Names with their values, in order of first appearance. */
class Multimap {
  private readonly entries = new Map<string, { readonly shown: string; readonly values: string[] }>();

  /** @param shown spelling of the name in the event; the first spelling wins */
  public add(name: string, value: string, shown: string = name): void {
    const entry = this.entries.get(name);
    if (entry === undefined) {
      this.entries.set(name, { shown, values: [value] });
    } else {
      entry.values.push(value);
    }
  }

  /** The last value of each name. */
  public last(): Entries<string> {
    return this.to((values) => values[values.length - 1]);
  }

  /** All values of each name. */
  public all(): Entries<readonly string[]> {
    return this.to((values) => values);
  }

  private to<T>(of: (values: readonly string[]) => T): Entries<T> {
    const object: Entries<T> = {};
    for (const { shown, values } of this.entries.values()) {
      setEntry(object, shown, of(values));
    }
    return object;
  }
}
