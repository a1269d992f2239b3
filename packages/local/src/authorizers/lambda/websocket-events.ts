import { allValues, lastValues } from '../../gateway/entries';
import { firstHeader } from '../../gateway/header';
import { logTime } from '../../gateway/request-context';
import type { Handshake } from '../handshake';

/**
 * The event of a WebSocket API's REQUEST authorizer, as JSON.
 *
 * @param arn the ARN of the `$connect` route
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-lambda-auth.html
 */
export function connectEvent(handshake: Handshake, arn: string): string {
  const { api, stage, headers, query, sourceIp, connectionId, requestId, connectedAt, domainName } = handshake;
  const received = [...headers, ...(firstHeader(headers, 'content-length') === undefined ? [['content-length', '0'] as const] : [])];
  return JSON.stringify({
    type: 'REQUEST',
    methodArn: arn,
    headers: lastValues(received),
    multiValueHeaders: allValues(received),
    queryStringParameters: lastValues(query),
    multiValueQueryStringParameters: allValues(query),
    stageVariables: stage.variables,
    requestContext: {
      routeKey: '$connect',
      eventType: 'CONNECT',
      extendedRequestId: requestId,
      requestTime: logTime(connectedAt),
      messageDirection: 'IN',
      stage: stage.name,
      connectedAt: connectedAt.getTime(),
      requestTimeEpoch: connectedAt.getTime(),
      identity: { sourceIp, userAgent: firstHeader(headers, 'user-agent') },
      requestId,
      domainName,
      connectionId,
      apiId: api.id,
    },
  });
}
