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
}
