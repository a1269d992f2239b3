import type { Duration } from 'aws-cdk-lib';
import type { ContentHandling, PassthroughBehavior } from 'aws-cdk-lib/aws-apigatewayv2';
import type { WebSocketParameterMapping } from './websocket-parameter-mapping';

/** The options that all WebSocket API integrations share. */
export interface WebSocketIntegrationOptions {
  /**
   * The maximum time that the backend may take to respond, from 50 milliseconds to 29 seconds.
   *
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-apigatewayv2-integration.html
   * @default - 29 seconds, the default of API Gateway
   */
  readonly timeout?: Duration;

  /**
   * A description of the integration, up to 1,024 characters.
   *
   * @default - none
   */
  readonly description?: string;

  /**
   * Whether to create the integration's construct under the API, so that changes to routes do not change its logical
   * ID. Otherwise the construct is a child of the first route that uses it, as with the CDK's own classes, and deleting,
   * renaming or reordering routes may replace the integration.
   *
   * The ID must be unique among the integrations of the API (error `StableIdTaken`). Turning the option on in a
   * deployed stack replaces the integration once, unless you keep its logical ID.
   *
   * @see https://github.com/apigwv2-integrations/apigwv2-integrations/blob/main/docs/large-apis.md
   * @default false
   */
  readonly stableId?: boolean;

  /**
   * The conversion of a message's payload before it reaches the backend.
   *
   * @default - no conversion
   */
  readonly contentHandling?: ContentHandling;

  /**
   * The parameters of the request to the backend: headers, query string and path variables.
   *
   * Parameters that it reads from the `$connect` request are declared on that route. The object is not modified, and
   * entries that you add to it after binding are included in the template.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-data-mapping.html
   * @default - none
   */
  readonly parameterMapping?: WebSocketParameterMapping;
}

/** The options of WebSocket API integrations that transform requests and responses with templates. */
export interface WebSocketNonProxyIntegrationOptions extends WebSocketIntegrationOptions {
  /**
   * Velocity templates for the request to the backend, by key, each up to 32,768 characters (warning `TemplateTooLong`).
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-mapping-template-reference.html
   * @default - messages are not changed
   */
  readonly requestTemplates?: { [key: string]: string };

  /**
   * The expression that selects a request template by its key, such as `${request.body.action}`, or `\$default` for
   * the template with the key `$default`.
   *
   * Warnings: `TemplateSelectionInvalid`, and `TemplateSelectionUnmatched` if no template has that key.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-selection-expressions.html
   * @default - none
   */
  readonly templateSelectionExpression?: string;

  /**
   * How to handle messages for which no template is selected.
   *
   * @default - `WHEN_NO_MATCH`, the default of API Gateway
   */
  readonly passthroughBehavior?: PassthroughBehavior;

  /**
   * How to transform the backend's responses. A route that returns a response, and the `$connect` route, need at least
   * one integration response with the key `$default`.
   *
   * Binding throws `IntegrationResponseKeyInvalid` and `IntegrationResponseTwice`. Warnings:
   * `IntegrationResponseDefaultMissing` and `IntegrationResponsePatternInvalid`.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-integration-responses.html
   * @default - none
   */
  readonly integrationResponses?: WebSocketIntegrationResponse[];
}

/**
 * How a non-proxy integration transforms the backend's response.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-integration-responses.html
 */
export interface WebSocketIntegrationResponse {
  /**
   * The responses that it applies to: `$default`, or a regular expression between slashes such as `/4\d\d/`.
   *
   * The expression is matched against the status code of an HTTP endpoint or a mock, and against the error message of
   * an AWS service.
   *
   * @default "$default" - the responses that no other key matches
   */
  readonly key?: string;

  /**
   * Velocity templates for the message to the client, by key.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-mapping-template-reference.html
   * @default - responses are not changed
   */
  readonly responseTemplates?: { [key: string]: string };

  /**
   * The expression that selects a template by its key, such as `${integration.response.statuscode}`, or `\$default`
   * for the template with the key `$default`. Warnings: `TemplateSelectionInvalid` and `TemplateSelectionUnmatched`.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-selection-expressions.html
   * @default - none
   */
  readonly templateSelectionExpression?: string;

  /**
   * The conversion of the response's payload.
   *
   * @default - no conversion
   */
  readonly contentHandling?: ContentHandling;

  /**
   * Response parameters in CloudFormation's own syntax. They are not checked.
   *
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-apigatewayv2-integrationresponse.html
   * @default - none
   */
  readonly responseParameters?: { [destination: string]: string };
}
