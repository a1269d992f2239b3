import { setEntry } from '../mapping/entries';
import type { WebSocketContextVariable } from './websocket-context-variable';

/**
 * The source of a request parameter of a WebSocket API integration.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-data-mapping.html
 */
export class WebSocketMappingValue {
  /** A query string parameter of the `$connect` request. Warning at bind on other routes: `WebSocketSourceOnlyOnConnect`. */
  public static requestQueryString(name: string, options?: WebSocketConnectParameterOptions): WebSocketMappingValue {
    return new WebSocketMappingValue(`route.request.querystring.${name}`, options?.required);
  }

  /** All values of a query string parameter of the `$connect` request. */
  public static requestMultiValueQueryString(name: string, options?: WebSocketConnectParameterOptions): WebSocketMappingValue {
    return new WebSocketMappingValue(`route.request.multivaluequerystring.${name}`, options?.required);
  }

  /** A header of the `$connect` request. Warning at bind on other routes: `WebSocketSourceOnlyOnConnect`. */
  public static requestHeader(name: string, options?: WebSocketConnectParameterOptions): WebSocketMappingValue {
    return new WebSocketMappingValue(`route.request.header.${name}`, options?.required);
  }

  /** All values of a header of the `$connect` request. */
  public static requestMultiValueHeader(name: string, options?: WebSocketConnectParameterOptions): WebSocketMappingValue {
    return new WebSocketMappingValue(`route.request.multivalueheader.${name}`, options?.required);
  }

  /** A field of a message's JSON body, by a path such as `user.name`. */
  public static requestBody(path: string): WebSocketMappingValue {
    return new WebSocketMappingValue(`route.request.body.${path}`);
  }

  /** A context variable. */
  public static context(variable: WebSocketContextVariable): WebSocketMappingValue {
    return new WebSocketMappingValue(`context.${variable.name}`);
  }

  /** A stage variable. */
  public static stageVariable(name: string): WebSocketMappingValue {
    return new WebSocketMappingValue(`stageVariables.${name}`);
  }

  /** Literal text. */
  public static text(text: string): WebSocketMappingValue {
    return new WebSocketMappingValue(`'${text}'`);
  }

  /** A value in API Gateway's own syntax. */
  public static custom(value: string): WebSocketMappingValue {
    return new WebSocketMappingValue(value);
  }

  private constructor(
    /** The value in API Gateway's own syntax, such as `context.connectionId`. */
    public readonly value: string,
    /** Whether API Gateway rejects a `$connect` request that lacks the parameter. */
    public readonly required: boolean = false,
  ) {}
}

/** Options for reading a parameter of the `$connect` request. */
export interface WebSocketConnectParameterOptions {
  /**
   * Whether to declare the parameter as required on the route.
   *
   * @default false
   */
  readonly required?: boolean;
}

/**
 * Maps parameters of the request that a WebSocket API sends to a backend.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-data-mapping.html
 */
export class WebSocketParameterMapping {
  /** The sources, by destinations such as `integration.request.header.x-user`. */
  public readonly mappings: { [destination: string]: string } = {};

  private readonly required = new Set<string>();

  /** The sources that are declared as required on a `$connect` route. */
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

  /** Sets a path variable, which is written in braces in the integration's URL. */
  public pathVariable(name: string, value: WebSocketMappingValue): WebSocketParameterMapping {
    return this.set(`integration.request.path.${name}`, value);
  }

  /** Adds an entry with a destination and a source in API Gateway's own syntax. */
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
