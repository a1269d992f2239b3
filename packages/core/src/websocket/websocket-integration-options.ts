import type { Duration } from 'aws-cdk-lib';
import type { ContentHandling, PassthroughBehavior } from 'aws-cdk-lib/aws-apigatewayv2';
import type { WebSocketParameterMapping } from './websocket-parameter-mapping';

/** The options that every WebSocket API integration takes. */
export interface WebSocketIntegrationOptions {
  /**
   * How long the backend may take, from 50 milliseconds to 29 seconds.
   *
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-apigatewayv2-integration.html
   * @default - the service's own: 29 seconds
   */
  readonly timeout?: Duration;

  /**
   * What the integration is for, 1,024 characters at most.
   *
   * @default - none
   */
  readonly description?: string;

  /**
   * Whether the integration's construct is a child of the API, with an id of its own, so that its logical id stays
   * the same whatever becomes of the routes. If not, it is a child of the first route that uses it, as with the CDK:
   * to delete, rename or reorder routes may then replace the integration.
   *
   * The id has to be the only one of its kind on the API (error `StableIdTaken`). To turn it on in a deployed stack
   * replaces the integration once, unless its logical id is kept.
   *
   * @see https://github.com/apigwv2-integrations/apigwv2-integrations/blob/main/docs/large-apis.md
   * @default false
   */
  readonly stableId?: boolean;

  /**
   * How to convert a message's payload before it reaches the backend.
   *
   * @default - it is passed on as it is
   */
  readonly contentHandling?: ContentHandling;

  /**
   * The parameters of the request to the backend: headers, query string and path variables.
   *
   * What it reads of the `$connect` request is declared on that route. The object is never written to, and
   * what is added to it after the first route still reaches the template.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-data-mapping.html
   * @default - none
   */
  readonly parameterMapping?: WebSocketParameterMapping;
}

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

/**
 * What a non-proxy integration makes of the backend's answer.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-integration-responses.html
 */
export interface WebSocketIntegrationResponse {
  /**
   * Which answers it is for: `$default`, or a regular expression between slashes such as `/4\d\d/`.
   *
   * It is compared with the status code of an HTTP endpoint or a mock, and with the error message of
   * an AWS service.
   *
   * @default "$default" - those that no other key matches
   */
  readonly key?: string;

  /**
   * Velocity templates for the message to the client.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-mapping-template-reference.html
   * @default - the answer reaches the client unchanged
   */
  readonly responseTemplates?: { [key: string]: string };

  /**
   * What chooses among the templates, such as `${integration.response.statuscode}`, or `\$default` for the
   * template of the key `$default`. Warns as the integration's own does.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-selection-expressions.html
   * @default - none
   */
  readonly templateSelectionExpression?: string;

  /**
   * How to convert the answer's payload.
   *
   * @default - it is passed on as it is
   */
  readonly contentHandling?: ContentHandling;

  /**
   * Parameters of the answer, as CloudFormation writes them. They are not checked.
   *
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-apigatewayv2-integrationresponse.html
   * @default - none
   */
  readonly responseParameters?: { [destination: string]: string };
}
