import type { WebSocketNonProxyIntegrationOptions } from '@apigwv2-integrations/core';
import type { IRole } from 'aws-cdk-lib/aws-iam';

/** Options of `WebSocketAwsIntegration`. */
export interface WebSocketAwsIntegrationProps extends WebSocketNonProxyIntegrationOptions {
  /** The action's URI, such as `arn:aws:apigateway:eu-west-1:dynamodb:action/PutItem`. */
  readonly integrationUri: string;

  /** The HTTP method with which the action is called: POST for most. */
  readonly integrationMethod: string;

  /**
   * The role with whose rights the action is called.
   *
   * @default - none: the resource policy of what is called decides
   */
  readonly credentialsRole?: IRole;

  /**
   * The request's parameters as the service writes them, from destinations to sources. `parameterMapping` is the
   * same in types, and both may be given.
   *
   * What it reads of the `$connect` request is declared on that route.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-data-mapping.html
   * @default - none
   */
  readonly requestParameters?: { [dest: string]: string };
}
