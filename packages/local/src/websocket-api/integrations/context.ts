import type { VelocityInput } from '@apigwv2-integrations/core/engine';
import { authorizerContext } from '../../authorizers/connection-authorizer';
import type { Field } from '../../gateway/message';
import { iamCaller, logTime } from '../../gateway/request-context';
import { recordOf } from '../../template/record';
import type { RouteRun } from '../route-run';

type Context = Readonly<Record<string, unknown>>;

/** The variables of `$context` in the service's order. Those without a value are null. */
export function contextOf(run: RouteRun): Context {
  const { connection, eventType, requestId, requestTime, routeKey } = run;
  const { caller, api, stage, connectedAt, connectionId, domainName, sourceIp } = connection;
  const iam = caller.kind === 'iam' ? iamCaller(api.accountId, caller.accessKey) : undefined;
  const authorizer = authorizerContext(caller);
  return {
    routeKey,
    disconnectStatusCode: run.disconnect?.statusCode ?? null,
    messageId: run.messageId ?? null,
    eventType,
    extendedRequestId: requestId,
    requestTime: logTime(requestTime),
    messageDirection: 'IN',
    disconnectReason: run.disconnect?.reason ?? null,
    stage: stage.name,
    connectedAt: connectedAt.getTime(),
    requestTimeEpoch: requestTime.getTime(),
    identity: {
      cognitoIdentityPoolId: null,
      cognitoIdentityId: null,
      ...(connection.apiKey === undefined ? {} : { apiKey: connection.apiKey }),
      principalOrgId: null,
      cognitoAuthenticationType: null,
      userArn: iam?.userArn ?? null,
      userAgent: connection.userAgent ?? null,
      accountId: iam?.accountId ?? null,
      caller: iam?.userId ?? null,
      sourceIp,
      accessKey: iam?.accessKey ?? null,
      cognitoAuthenticationProvider: null,
      user: iam?.userId ?? null,
    },
    requestId,
    domainName,
    connectionId,
    apiId: api.id,
    ...(authorizer === undefined ? {} : { authorizer }),
  };
}

/** The text of a variable such as `identity.sourceIp`; undefined without a value. */
export function contextValue(context: Context, name: string): string | undefined {
  const [first = '', ...rest] = name.split('.');
  let value = own(context, first);
  if (rest.length > 0) {
    value = typeof value === 'object' && value !== null ? own(value as Context, rest.join('.')) : undefined;
  }
  return value === undefined || value === null || typeof value === 'object' ? undefined : String(value);
}

function own(values: Context, name: string): unknown {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}

/** What the templates of a run can read. Of parameters that are sent several times, they read the last one. */
export function velocityInput(
  { headers, query, eventType, connection }: RouteRun,
  context: Context,
  body: string | undefined,
): VelocityInput {
  const isConnect = eventType === 'CONNECT';
  const parameters = (fields: readonly Field[]) => recordOf(isConnect ? fields : []);
  return {
    body,
    headers: parameters(headers),
    queryString: parameters(query),
    context,
    stageVariables: connection.stage.variables,
  };
}
