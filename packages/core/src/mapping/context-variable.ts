/**
 * A context variable of a request to an HTTP API.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html
 */
export class ContextVariable {
  /** The account that owns the API. */
  public static readonly ACCOUNT_ID = new ContextVariable('accountId');
  /** The ID of the API. */
  public static readonly API_ID = new ContextVariable('apiId');
  /** The API mapping of the custom domain that matched the path. */
  public static readonly CUSTOM_DOMAIN_BASE_PATH_MATCHED = new ContextVariable('customDomain.basePathMatched');
  /** The domain name that the client called. */
  public static readonly DOMAIN_NAME = new ContextVariable('domainName');
  /** The first label of the domain name. */
  public static readonly DOMAIN_PREFIX = new ContextVariable('domainPrefix');
  /** The ID of the request. */
  public static readonly EXTENDED_REQUEST_ID = new ContextVariable('extendedRequestId');
  /** The client's HTTP method. */
  public static readonly HTTP_METHOD = new ContextVariable('httpMethod');
  /** The account of the caller, for requests signed with IAM credentials. */
  public static readonly IDENTITY_ACCOUNT_ID = new ContextVariable('identity.accountId');
  /** The principal of the caller, for requests signed with IAM credentials. */
  public static readonly IDENTITY_CALLER = new ContextVariable('identity.caller');
  /** The Cognito identity of the caller. */
  public static readonly IDENTITY_COGNITO_IDENTITY_ID = new ContextVariable('identity.cognitoIdentityId');
  /** The Cognito identity pool of the caller. */
  public static readonly IDENTITY_COGNITO_IDENTITY_POOL_ID = new ContextVariable('identity.cognitoIdentityPoolId');
  /** The AWS organization of the caller. */
  public static readonly IDENTITY_PRINCIPAL_ORG_ID = new ContextVariable('identity.principalOrgId');
  /** The IP address of the client. */
  public static readonly IDENTITY_SOURCE_IP = new ContextVariable('identity.sourceIp');
  /** The user of the caller, for requests signed with IAM credentials. */
  public static readonly IDENTITY_USER = new ContextVariable('identity.user');
  /** The client's User-Agent header. */
  public static readonly IDENTITY_USER_AGENT = new ContextVariable('identity.userAgent');
  /** The ARN of the caller, for requests signed with IAM credentials. */
  public static readonly IDENTITY_USER_ARN = new ContextVariable('identity.userArn');
  /** The error message of the integration, for response mappings. */
  public static readonly INTEGRATION_ERROR_MESSAGE = new ContextVariable('integrationErrorMessage');
  /** The latency of the integration in milliseconds, for response mappings. */
  public static readonly INTEGRATION_LATENCY = new ContextVariable('integrationLatency');
  /** The status code that the integration returned, for response mappings. */
  public static readonly INTEGRATION_STATUS = new ContextVariable('integrationStatus');
  /** The path including the stage. */
  public static readonly PATH = new ContextVariable('path');
  /** The protocol, which is always HTTP/1.1. */
  public static readonly PROTOCOL = new ContextVariable('protocol');
  /** The ID of the request. */
  public static readonly REQUEST_ID = new ContextVariable('requestId');
  /** The time of the request, as `dd/MMM/yyyy:HH:mm:ss +-hhmm`. */
  public static readonly REQUEST_TIME = new ContextVariable('requestTime');
  /** The time of the request, in milliseconds since 1970. */
  public static readonly REQUEST_TIME_EPOCH = new ContextVariable('requestTimeEpoch');
  /** The key of the selected route. */
  public static readonly ROUTE_KEY = new ContextVariable('routeKey');
  /** The stage. */
  public static readonly STAGE = new ContextVariable('stage');

  /** A context variable that has no constant in this class. */
  public static of(name: string): ContextVariable {
    return new ContextVariable(name);
  }

  private constructor(
    /** The name after `$context.`. */
    public readonly name: string,
  ) {}
}
