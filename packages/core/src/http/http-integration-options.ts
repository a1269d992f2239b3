import type { Duration } from 'aws-cdk-lib';
import type { ParameterMapping } from 'aws-cdk-lib/aws-apigatewayv2';
import type { ResponseParameterMapping } from '../mapping/response-parameter-mapping';

/** The options that all HTTP API integrations share. */
export interface HttpIntegrationOptions {
  /**
   * Transforms requests before they reach the backend.
   *
   * Accepts the CDK's `ParameterMapping` as well as the one of this package. The object is not modified, and entries
   * that you add to it after binding are included in the template.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-parameter-mapping.html
   * @default - requests are not changed
   */
  readonly parameterMapping?: ParameterMapping;

  /**
   * Transforms the backend's responses before they reach the client, by status code.
   *
   * Entries that you add to it after binding are included in the template.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-parameter-mapping.html
   * @default - responses are not changed
   */
  readonly responseParameterMapping?: ResponseParameterMapping;

  /**
   * The maximum time that the backend may take to respond, from 50 milliseconds to 30 seconds.
   *
   * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-apigatewayv2-integration.html
   * @default - 30 seconds, the default of API Gateway
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
}
