import type { HttpIntegrationOptions } from '@apigwv2-integrations/core';
import type { PayloadFormatVersion } from 'aws-cdk-lib/aws-apigatewayv2';

/** Options of `HttpLambdaIntegration`. */
export interface HttpLambdaIntegrationProps extends HttpIntegrationOptions {
  /**
   * The format of the event that the function gets, and of the response that it may give.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
   * @default PayloadFormatVersion.VERSION_2_0
   */
  readonly payloadFormatVersion?: PayloadFormatVersion;

  /**
   * Whether each route gets a permission of its own to invoke the function. If not, one permission a stack
   * lets every route of the API invoke it, which keeps the function's policy small.
   *
   * @default true
   */
  readonly scopePermissionToRoute?: boolean;
}
