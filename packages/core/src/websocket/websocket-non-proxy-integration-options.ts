import type { PassthroughBehavior } from 'aws-cdk-lib/aws-apigatewayv2';
import type { WebSocketIntegrationOptions } from './websocket-integration-options';
import type { WebSocketIntegrationResponse } from './websocket-integration-response';

/** The options of WebSocket API integrations that transform what goes to the backend and what comes back. */
export interface WebSocketNonProxyIntegrationOptions extends WebSocketIntegrationOptions {
  /**
   * Velocity templates for the request to the backend, each of 32,768 characters at most (warning `TemplateTooLong`).
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-mapping-template-reference.html
   * @default - the message reaches the backend unchanged
   */
  readonly requestTemplates?: { [key: string]: string };

  /**
   * What chooses among the request templates, such as `${request.body.action}`, or `\$default` for the template
   * of the key `$default`.
   *
   * Warnings: `TemplateSelectionInvalid`, and `TemplateSelectionUnmatched` if there is no template of that key.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-selection-expressions.html
   * @default - none
   */
  readonly templateSelectionExpression?: string;

  /**
   * What becomes of a message for which there is no template.
   *
   * @default - the service's own: PassthroughBehavior.WHEN_NO_MATCH
   */
  readonly passthroughBehavior?: PassthroughBehavior;

  /**
   * What to make of the backend's answers. A route that returns a response needs at least one, with the
   * key `$default`, and so does `$connect`.
   *
   * Throws `IntegrationResponseKeyInvalid` and `IntegrationResponseTwice` when the integration is bound, and
   * warns with `IntegrationResponseDefaultMissing` and `IntegrationResponsePatternInvalid`.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-integration-responses.html
   * @default - none
   */
  readonly integrationResponses?: WebSocketIntegrationResponse[];
}
