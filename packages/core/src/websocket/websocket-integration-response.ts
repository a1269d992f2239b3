import type { ContentHandling } from 'aws-cdk-lib/aws-apigatewayv2';

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
