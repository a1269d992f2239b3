/**
 * A variable of a request's context.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html
 */
export class ContextVariable {
  /** The account that owns the API. */
  public static readonly ACCOUNT_ID = new ContextVariable('accountId');
  /** The API's id. */
  public static readonly API_ID = new ContextVariable('apiId');
  /** The part of a custom domain's API mapping that the path matched. */
  public static readonly CUSTOM_DOMAIN_BASE_PATH_MATCHED = new ContextVariable('customDomain.basePathMatched');
  /** The domain name that the client called. */
  public static readonly DOMAIN_NAME = new ContextVariable('domainName');
  /** The first label of the domain name. */
  public static readonly DOMAIN_PREFIX = new ContextVariable('domainPrefix');
  /** The request's id. */
  public static readonly EXTENDED_REQUEST_ID = new ContextVariable('extendedRequestId');
  /** The client's HTTP method. */
  public static readonly HTTP_METHOD = new ContextVariable('httpMethod');
  /** The caller's account, for requests signed with IAM credentials. */
  public static readonly IDENTITY_ACCOUNT_ID = new ContextVariable('identity.accountId');
  /** The caller's principal, for requests signed with IAM credentials. */
  public static readonly IDENTITY_CALLER = new ContextVariable('identity.caller');
  /** The caller's Cognito identity. */
  public static readonly IDENTITY_COGNITO_IDENTITY_ID = new ContextVariable('identity.cognitoIdentityId');
  /** The pool of the caller's Cognito identity. */
  public static readonly IDENTITY_COGNITO_IDENTITY_POOL_ID = new ContextVariable('identity.cognitoIdentityPoolId');
  /** The caller's organization. */
  public static readonly IDENTITY_PRINCIPAL_ORG_ID = new ContextVariable('identity.principalOrgId');
  /** The address of the client. */
  public static readonly IDENTITY_SOURCE_IP = new ContextVariable('identity.sourceIp');
  /** The caller's user, for requests signed with IAM credentials. */
  public static readonly IDENTITY_USER = new ContextVariable('identity.user');
  /** The client's User-Agent header. */
  public static readonly IDENTITY_USER_AGENT = new ContextVariable('identity.userAgent');
  /** The ARN of the caller, for requests signed with IAM credentials. */
  public static readonly IDENTITY_USER_ARN = new ContextVariable('identity.userArn');
  /** What went wrong in the integration: for response mappings. */
  public static readonly INTEGRATION_ERROR_MESSAGE = new ContextVariable('integrationErrorMessage');
  /** How long the integration took, in milliseconds: for response mappings. */
  public static readonly INTEGRATION_LATENCY = new ContextVariable('integrationLatency');
  /** The status code that the integration gave: for response mappings. */
  public static readonly INTEGRATION_STATUS = new ContextVariable('integrationStatus');
  /** The path, with the stage. */
  public static readonly PATH = new ContextVariable('path');
  /** The protocol: always HTTP/1.1. */
  public static readonly PROTOCOL = new ContextVariable('protocol');
  /** The request's id. */
  public static readonly REQUEST_ID = new ContextVariable('requestId');
  /** When the request came, as `dd/MMM/yyyy:HH:mm:ss +-hhmm`. */
  public static readonly REQUEST_TIME = new ContextVariable('requestTime');
  /** When the request came, in milliseconds since 1970. */
  public static readonly REQUEST_TIME_EPOCH = new ContextVariable('requestTimeEpoch');
  /** The key of the route that was chosen. */
  public static readonly ROUTE_KEY = new ContextVariable('routeKey');
  /** The stage. */
  public static readonly STAGE = new ContextVariable('stage');

  /** A variable for which there is no member. */
  public static of(name: string): ContextVariable {
    return new ContextVariable(name);
  }

  private constructor(
    /** The name behind `$context.` */
    public readonly name: string,
  ) {}
}
