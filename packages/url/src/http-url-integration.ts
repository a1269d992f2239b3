import { HttpIntegrationBase, type HttpIntegrationOptions, type HttpIntegrationTarget } from '@apigwv2-integrations/core';
import { HttpIntegrationType, HttpMethod, type HttpRouteIntegrationBindOptions, PayloadFormatVersion } from 'aws-cdk-lib/aws-apigatewayv2';

/** Options of `HttpUrlIntegration`. */
export interface HttpUrlIntegrationProps extends HttpIntegrationOptions {
  /**
   * The HTTP method of the request to the endpoint. `HttpMethod.ANY` forwards the method of the client's request.
   *
   * @default HttpMethod.ANY
   */
  readonly method?: HttpMethod;
}

/**
 * Forwards requests from an HTTP API route to a public HTTP endpoint.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-http.html
 */
export class HttpUrlIntegration extends HttpIntegrationBase {
  private readonly url: string;
  private readonly method: HttpMethod;

  /**
   * Binding the integration to a route may throw `ArgumentMissing`, `UrlInvalid` or `UrlTooLong`, and may report the warnings
   * `UrlMalformed` and `UrlVariableUnknown`.
   *
   * @param id The construct ID of the integration.
   * @param url The absolute http:// or https:// URL, with at most 2,048 characters. It can contain the route's path
   * variables (`{id}`, or `{proxy}` for the greedy `{proxy+}`) and stage variables (`${stageVariables.host}`).
   * @param props The options.
   */
  public constructor(id: string, url: string, props: HttpUrlIntegrationProps = {}) {
    super(id, props);
    this.url = url;
    this.method = props.method ?? HttpMethod.ANY;
  }

  protected requiredArguments(): { [name: string]: unknown } {
    return { url: this.url };
  }

  protected bindTarget(_options: HttpRouteIntegrationBindOptions): HttpIntegrationTarget {
    return {
      type: HttpIntegrationType.HTTP_PROXY,
      uri: this.url,
      method: this.method,
      payloadFormatVersion: PayloadFormatVersion.VERSION_1_0,
    };
  }
}
