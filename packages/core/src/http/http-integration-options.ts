import type { Duration } from 'aws-cdk-lib';
import type { ParameterMapping } from 'aws-cdk-lib/aws-apigatewayv2';
import type { ResponseParameterMapping } from '../mapping/response-parameter-mapping';

/** The options that every HTTP API integration takes. */
export interface HttpIntegrationOptions {
  /**
   * How to transform requests before they reach the backend.
   *
   * Takes the CDK's `ParameterMapping` as well as this family's. The object is never
   * written to, and what is added to it after the first route still reaches the template.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-parameter-mapping.html
   * @default - requests reach the backend unchanged
   */
  readonly parameterMapping?: ParameterMapping;

  /**
   * How to transform the backend's responses before they reach the client, for each status code.
   *
   * What is added to it after the first route still reaches the template.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-parameter-mapping.html
   * @default - responses reach the client unchanged
   */
  readonly responseParameterMapping?: ResponseParameterMapping;

  /**
   * How long the backend may take, from 50 milliseconds to 30 seconds.
   *
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-apigatewayv2-integration.html
   * @default - the service's own: 30 seconds
   */
  readonly timeout?: Duration;

  /**
   * What the integration is for, 1,024 characters at most.
   *
   * @default - none
   */
  readonly description?: string;
}
