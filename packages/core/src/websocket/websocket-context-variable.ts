/**
 * A variable of the context of a WebSocket API's request.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-mapping-template-reference.html
 */
export class WebSocketContextVariable {
  /** The API's id. */
  public static readonly API_ID = new WebSocketContextVariable('apiId');
  /** Whom a Lambda authorizer named as the principal. */
  public static readonly AUTHORIZER_PRINCIPAL_ID = new WebSocketContextVariable('authorizer.principalId');
  /** When the connection was opened, in milliseconds since 1970. */
  public static readonly CONNECTED_AT = new WebSocketContextVariable('connectedAt');
  /** The connection's id, which answers are sent to. */
  public static readonly CONNECTION_ID = new WebSocketContextVariable('connectionId');
  /** The domain name that the client connected to. */
  public static readonly DOMAIN_NAME = new WebSocketContextVariable('domainName');
  /** CONNECT, MESSAGE or DISCONNECT. */
  public static readonly EVENT_TYPE = new WebSocketContextVariable('eventType');
  /** The id of the request, of API Gateway's own making. */
  public static readonly EXTENDED_REQUEST_ID = new WebSocketContextVariable('extendedRequestId');
  /** The API key that the client sent. */
  public static readonly IDENTITY_API_KEY = new WebSocketContextVariable('identity.apiKey');
  /** The address of the client. */
  public static readonly IDENTITY_SOURCE_IP = new WebSocketContextVariable('identity.sourceIp');
  /** The client's User-Agent header. */
  public static readonly IDENTITY_USER_AGENT = new WebSocketContextVariable('identity.userAgent');
  /** The ARN of the caller, for connections signed with IAM credentials. */
  public static readonly IDENTITY_USER_ARN = new WebSocketContextVariable('identity.userArn');
  /** The message's id: for messages alone. */
  public static readonly MESSAGE_ID = new WebSocketContextVariable('messageId');
  /** The request's id. */
  public static readonly REQUEST_ID = new WebSocketContextVariable('requestId');
  /** When the request came, as `dd/MMM/yyyy:HH:mm:ss +-hhmm`. */
  public static readonly REQUEST_TIME = new WebSocketContextVariable('requestTime');
  /** When the request came, in milliseconds since 1970. */
  public static readonly REQUEST_TIME_EPOCH = new WebSocketContextVariable('requestTimeEpoch');
  /** The key of the route that was chosen. */
  public static readonly ROUTE_KEY = new WebSocketContextVariable('routeKey');
  /** The stage. */
  public static readonly STAGE = new WebSocketContextVariable('stage');

  /** A value that a Lambda authorizer gave in its context. */
  public static authorizer(name: string): WebSocketContextVariable {
    return new WebSocketContextVariable(`authorizer.${name}`);
  }

  /** A variable for which there is no member. */
  public static of(name: string): WebSocketContextVariable {
    return new WebSocketContextVariable(name);
  }

  private constructor(
    /** The name behind `context.` */
    public readonly name: string,
  ) {}
}
