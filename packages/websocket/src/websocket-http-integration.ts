import {
  WebSocketIntegrationBase,
  WebSocketIntegrationKind,
  type WebSocketIntegrationTarget,
  type WebSocketNonProxyIntegrationOptions,
} from '@apigwv2-integrations/core';
import { HttpMethod, type WebSocketRouteIntegrationBindOptions } from 'aws-cdk-lib/aws-apigatewayv2';

/** Options of `WebSocketHttpIntegration`. */
export interface WebSocketHttpIntegrationProps extends WebSocketNonProxyIntegrationOptions {
  /**
   * The HTTP method of the request to the endpoint.
   *
   * @default HttpMethod.POST
   */
  readonly method?: HttpMethod;

  /**
   * Whether messages and responses are passed on unchanged (`HTTP_PROXY`). Otherwise, request templates create the
   * request, and integration responses create the response (`HTTP`).
   *
   * @default true
   */
  readonly proxy?: boolean;
}

/**
 * Calls a public HTTP endpoint from a WebSocket API route.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-integration-requests.html
 */
export class WebSocketHttpIntegration extends WebSocketIntegrationBase {
  private readonly url: string;
  private readonly method: HttpMethod;
  private readonly kind: WebSocketIntegrationKind;

  /**
   * Binding the integration to a route may throw `UrlInvalid` or `UrlTooLong`, and may report the warnings
   * `UrlMalformed` and `OptionIgnoredByProxy`. At synthesis, the warning `UrlVariableUnset` may be reported.
   *
   * @param id The construct ID of the integration.
   * @param url The absolute http:// or https:// URL, with at most 2,048 characters. It can contain path variables that
   * `parameterMapping` sets (`{id}`) and stage variables (`${stageVariables.host}`).
   * @param props The options.
   */
  public constructor(id: string, url: string, props: WebSocketHttpIntegrationProps = {}) {
    super(id, props);
    this.url = url;
    this.method = props.method ?? HttpMethod.POST;
    this.kind = (props.proxy ?? true) ? WebSocketIntegrationKind.HTTP_PROXY : WebSocketIntegrationKind.HTTP;
  }

  protected requiredArguments(): { [name: string]: unknown } {
    return { url: this.url };
  }

  protected bindTarget(_options: WebSocketRouteIntegrationBindOptions): WebSocketIntegrationTarget {
    return { kind: this.kind, uri: this.url, method: this.method };
  }
}
