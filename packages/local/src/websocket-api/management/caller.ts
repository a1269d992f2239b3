import { type ApiInArn, executeApiArn } from '../../authorizers/arn';
import { secretIn } from '../../authorizers/iam/iam-authorizer';
import { checkSignature, type SignedRequest } from '../../authorizers/iam/signature';
import type { FunctionPlan } from '../../definitions/function';
import { isAllowed } from '../../definitions/role';
import type { EnvironmentCredentials } from '../../functions/environment-credentials';
import { passedOn } from '../../functions/environment-variables';
import { type ManagementError, managementError, signatureError } from './refusals';

const ACTION = 'execute-api:ManageConnections';

/** Who may call the management API. */
export interface CallerOptions {
  /** Finds the function that signed a request. */
  readonly credentials: Pick<EnvironmentCredentials, 'find'>;
  /** Secret access keys of other clients by access key ID, which may call it for every connection. */
  readonly iamKeys: Readonly<Record<string, string>>;
  /**
   * Access key IDs that the user gives to functions. Their secrets are real, so they are neither kept nor compared: a request
   * with such an ID is accepted without checking its signature, nor the role of the function.
   */
  readonly givenKeys: ReadonlySet<string>;
}

/** The access key IDs that the template, or an environment variable that is passed on, gives to functions. */
export function givenAccessKeys(functions: readonly FunctionPlan[], passEnvironment: readonly string[]): ReadonlySet<string> {
  const passed = passedOn(passEnvironment, process.env);
  const given = [passed, ...functions.map(({ environment }) => environment)].map((variables) => variables['AWS_ACCESS_KEY_ID'] ?? '');
  return new Set(given.filter((key) => key !== ''));
}

/** The connection that a caller asks for. */
export interface CalledConnection {
  readonly api: ApiInArn;
  readonly stage: string;
  readonly method: string;
}

/**
 * Checks the signature of a request, and the role of the function that signed it.
 *
 * @returns why it is refused; undefined if it is accepted
 * @throws BodyTooLarge if the body exceeds the limit of the request
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-control-access-iam.html
 */
export async function refuseCaller(
  request: SignedRequest,
  called: CalledConnection,
  { credentials, iamKeys, givenKeys }: CallerOptions,
): Promise<ManagementError | undefined> {
  const ownSecret = (accessKey: string, token: string | undefined) => credentials.find(accessKey, token)?.credentials.secretAccessKey;
  const otherSecret = secretIn(iamKeys);
  const findSecret = (accessKey: string, token: string | undefined) => ownSecret(accessKey, token) ?? otherSecret(accessKey, token);
  const checked = await checkSignature(request, findSecret, called.api.region);
  if ('problem' in checked) {
    const isGiven = checked.fault === 'unknown-key' && givenKeys.has(checked.accessKey ?? '');
    return isGiven ? undefined : signatureError(checked);
  }
  const owner = credentials.find(checked.accessKey, checked.sessionToken);
  const role = owner?.function.role;
  // The service compares with the text {connectionId}, whatever the connection.
  const resource = `${called.stage}/${called.method}/@connections/{connectionId}`;
  if (owner === undefined || role === undefined || isAllowed(role, ACTION, executeApiArn(called.api, resource))) {
    return undefined;
  }
  const masked = executeApiArn({ ...called.api, accountId: `********${called.api.accountId.slice(-4)}` }, resource);
  const user = `arn:aws:sts::${called.api.accountId}:assumed-role/${role.name}/${owner.function.name}`;
  return managementError(
    403,
    'AccessDeniedException',
    { Message: `User: ${user} is not authorized to perform: ${ACTION} on resource: ${masked}` },
    `the role ${role.name} of the function ${owner.function.name} has no policy that allows ${ACTION} on ${executeApiArn(called.api, resource)}`,
  );
}
