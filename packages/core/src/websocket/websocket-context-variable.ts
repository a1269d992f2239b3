/**
 * A context variable of a request to a WebSocket API.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-mapping-template-reference.html
 */
export class WebSocketContextVariable {
  /** The ID of the API. */
  public static readonly API_ID = new WebSocketContextVariable('apiId');
  /** The principal ID that a Lambda authorizer returned. */
  public static readonly AUTHORIZER_PRINCIPAL_ID = new WebSocketContextVariable('authorizer.principalId');
  /** The time at which the connection was opened, in milliseconds since 1970. */
  public static readonly CONNECTED_AT = new WebSocketContextVariable('connectedAt');
  /** The ID of the connection, to which messages can be sent. */
  public static readonly CONNECTION_ID = new WebSocketContextVariable('connectionId');
  /** The domain name that the client connected to. */
  public static readonly DOMAIN_NAME = new WebSocketContextVariable('domainName');
  /** The event type: CONNECT, MESSAGE or DISCONNECT. */
  public static readonly EVENT_TYPE = new WebSocketContextVariable('eventType');
  /** The ID that API Gateway generates for the request. */
  public static readonly EXTENDED_REQUEST_ID = new WebSocketContextVariable('extendedRequestId');
  /** The API key that the client sent. */
  public static readonly IDENTITY_API_KEY = new WebSocketContextVariable('identity.apiKey');
  /** The IP address of the client. */
  public static readonly IDENTITY_SOURCE_IP = new WebSocketContextVariable('identity.sourceIp');
  /** The client's User-Agent header. */
  public static readonly IDENTITY_USER_AGENT = new WebSocketContextVariable('identity.userAgent');
  /** The ARN of the caller, for connections signed with IAM credentials. */
  public static readonly IDENTITY_USER_ARN = new WebSocketContextVariable('identity.userArn');
  /** The ID of the message. Set only for messages. */
  public static readonly MESSAGE_ID = new WebSocketContextVariable('messageId');
  /** The ID of the request. */
  public static readonly REQUEST_ID = new WebSocketContextVariable('requestId');
  /** The time of the request, as `dd/MMM/yyyy:HH:mm:ss +-hhmm`. */
  public static readonly REQUEST_TIME = new WebSocketContextVariable('requestTime');
  /** The time of the request, in milliseconds since 1970. */
  public static readonly REQUEST_TIME_EPOCH = new WebSocketContextVariable('requestTimeEpoch');
  /** The key of the selected route. */
  public static readonly ROUTE_KEY = new WebSocketContextVariable('routeKey');
  /** The stage. */
  public static readonly STAGE = new WebSocketContextVariable('stage');

  /** A value in the context that a Lambda authorizer returned. */
  public static authorizer(name: string): WebSocketContextVariable {
    return new WebSocketContextVariable(`authorizer.${name}`);
  }

  /** A context variable that has no constant in this class. */
  public static of(name: string): WebSocketContextVariable {
    return new WebSocketContextVariable(name);
  }

  private constructor(
    /** The name after `context.`. */
    public readonly name: string,
  ) {}
}
