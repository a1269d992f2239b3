import { setEntry } from '../mapping/entries';
import type { WebSocketMappingValue } from './websocket-mapping-value';

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
