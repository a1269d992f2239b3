import { WebSocketIntegrationBase, WebSocketIntegrationKind, type WebSocketIntegrationTarget } from '@apigwv2-integrations/core';
import { HttpMethod, type WebSocketRouteIntegrationBindOptions } from 'aws-cdk-lib/aws-apigatewayv2';
import type { WebSocketHttpIntegrationProps } from './websocket-http-integration-props';

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
   * Throws `UrlInvalid` and `UrlTooLong` when it is bound to a route, and warns with `UrlMalformed` and
   * `OptionIgnoredByProxy`, and at synth with `UrlVariableUnset`.
   *
   * @param id of the integration's construct
   * @param url the absolute http:// or https:// URL, 2,048 characters at most. May name path variables that
   * `parameterMapping` sets (`{id}`) and stage variables (`${stageVariables.host}`)
   * @param props options
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
