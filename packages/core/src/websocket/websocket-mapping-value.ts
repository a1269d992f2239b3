import type { WebSocketContextVariable } from './websocket-context-variable';

/**
 * Where a request parameter of a WebSocket API's integration comes from.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-data-mapping.html
 */
export class WebSocketMappingValue {
  /** A query string parameter of the `$connect` request. On other routes, binding warns with `WebSocketSourceOnlyOnConnect`. */
  public static requestQueryString(name: string, options?: WebSocketConnectParameterOptions): WebSocketMappingValue {
    return new WebSocketMappingValue(`route.request.querystring.${name}`, options?.required);
  }

  /** All values of a query string parameter of the `$connect` request. */
  public static requestMultiValueQueryString(name: string, options?: WebSocketConnectParameterOptions): WebSocketMappingValue {
    return new WebSocketMappingValue(`route.request.multivaluequerystring.${name}`, options?.required);
  }

  /** A header of the `$connect` request. On other routes, binding warns with `WebSocketSourceOnlyOnConnect`. */
  public static requestHeader(name: string, options?: WebSocketConnectParameterOptions): WebSocketMappingValue {
    return new WebSocketMappingValue(`route.request.header.${name}`, options?.required);
  }

  /** All values of a header of the `$connect` request. */
  public static requestMultiValueHeader(name: string, options?: WebSocketConnectParameterOptions): WebSocketMappingValue {
    return new WebSocketMappingValue(`route.request.multivalueheader.${name}`, options?.required);
  }

  /** A field of a message's JSON body, by its path, such as `user.name`. */
  public static requestBody(path: string): WebSocketMappingValue {
    return new WebSocketMappingValue(`route.request.body.${path}`);
  }

  /** A variable of the request's context. */
  public static context(variable: WebSocketContextVariable): WebSocketMappingValue {
    return new WebSocketMappingValue(`context.${variable.name}`);
  }

  /** A stage variable. */
  public static stageVariable(name: string): WebSocketMappingValue {
    return new WebSocketMappingValue(`stageVariables.${name}`);
  }

  /** Text that is always the same. */
  public static text(text: string): WebSocketMappingValue {
    return new WebSocketMappingValue(`'${text}'`);
  }

  /** A value as the service writes it. */
  public static custom(value: string): WebSocketMappingValue {
    return new WebSocketMappingValue(value);
  }

  private constructor(
    /** The value as the service writes it, such as `context.connectionId`. */
    public readonly value: string,
    /** Whether a `$connect` request without it is refused. */
    public readonly required: boolean = false,
  ) {}
}

/** How to read a parameter of the `$connect` request. */
export interface WebSocketConnectParameterOptions {
  /**
   * Whether the route declares the parameter as required.
   *
   * @default false
   */
  readonly required?: boolean;
}
