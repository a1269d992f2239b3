import { setEntry } from '../mapping/entries';
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

/**
 * The parameters of the request that a WebSocket API sends to a backend.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-data-mapping.html
 */
export class WebSocketParameterMapping {
  /** From destinations, such as `integration.request.header.x-user`, to sources. */
  public readonly mappings: { [destination: string]: string } = {};

  private readonly required = new Set<string>();

  /** The sources that a `$connect` route declares as required. */
  public get requiredSources(): string[] {
    return [...this.required];
  }

  /** Sets a header. */
  public header(name: string, value: WebSocketMappingValue): WebSocketParameterMapping {
    return this.set(`integration.request.header.${name}`, value);
  }

  /** Sets a query string parameter. */
  public queryString(name: string, value: WebSocketMappingValue): WebSocketParameterMapping {
    return this.set(`integration.request.querystring.${name}`, value);
  }

  /** Sets a path variable of the integration's URL, which names it in braces. */
  public pathVariable(name: string, value: WebSocketMappingValue): WebSocketParameterMapping {
    return this.set(`integration.request.path.${name}`, value);
  }

  /** Maps a destination and a source for which there is no method. */
  public custom(destination: string, source: string): WebSocketParameterMapping {
    setEntry(this.mappings, destination, source);
    return this;
  }

  private set(destination: string, { value, required }: WebSocketMappingValue): WebSocketParameterMapping {
    if (required) {
      this.required.add(value);
    }
    return this.custom(destination, value);
  }
}
