import { authorizerContext, type ConnectionCaller } from '../authorizers/connection-authorizer';
import { allValues, lastValues, unlessEmpty } from '../gateway/entries';
import { iamCaller, logTime } from '../gateway/request-context';
import type { ConnectionDetails, RouteRun } from './route-run';

/**
 * The event that a function gets as a proxy integration, as JSON. Members without a value are absent.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-mapping-template-reference.html
 */
export function proxyEvent(run: RouteRun): string {
  const { eventType, headers, query, body, connection } = run;
  const hasHeaders = eventType !== 'MESSAGE';
  return JSON.stringify({
    headers: hasHeaders ? lastValues(headers) : undefined,
    multiValueHeaders: hasHeaders ? allValues(headers) : undefined,
    queryStringParameters: unlessEmpty(lastValues(query)),
    multiValueQueryStringParameters: unlessEmpty(allValues(query)),
    requestContext: requestContext(run),
    stageVariables: unlessEmpty(connection.stage.variables),
    body,
    isBase64Encoded: false,
  });
}

/** The members are in the order in which the service writes them. */
function requestContext({ connection, routeKey, eventType, requestId, requestTime, messageId, disconnect }: RouteRun): object {
  const { api, stage, connectedAt, domainName, connectionId, caller } = connection;
  return {
    routeKey,
    disconnectStatusCode: disconnect?.statusCode,
    messageId,
    authorizer: authorizerContext(caller),
    eventType,
    extendedRequestId: requestId,
    requestTime: logTime(requestTime),
    messageDirection: 'IN',
    disconnectReason: disconnect?.reason,
    stage: stage.name,
    connectedAt: connectedAt.getTime(),
    requestTimeEpoch: requestTime.getTime(),
    identity: identity(connection),
    requestId,
    domainName,
    connectionId,
    apiId: api.id,
  };
}

function identity({ userAgent, sourceIp, apiKey, caller, api }: ConnectionDetails): object {
  return { ...iamIdentity(caller, api.accountId), apiKey, userAgent, sourceIp };
}

function iamIdentity(caller: ConnectionCaller, apiAccountId: string): object {
  if (caller.kind !== 'iam') {
    return {};
  }
  const { accessKey, accountId, userArn, userId } = iamCaller(apiAccountId, caller.accessKey);
  return { accountId, caller: userId, user: userId, userArn, accessKey };
}
