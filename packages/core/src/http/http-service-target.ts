import type { HttpIntegrationSubtype, ParameterMapping } from 'aws-cdk-lib/aws-apigatewayv2';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { HttpServiceResourceFacts } from './http-integration-target';

/** What only the backend knows of a service integration. */
export interface HttpServiceTarget {
  /** The service and its action. */
  readonly subtype: HttpIntegrationSubtype;

  /**
   * The service that the subtype must be of: its part before the hyphen, such as `SQS`.
   *
   * @default - any
   */
  readonly service?: string;

  /** ARNs of what the integration's role may do the action on. */
  readonly resourceArns: string[];

  /**
   * Parameters that name the resource, such as `QueueUrl`. An entry of the caller's `parameterMapping` takes
   * the place of one of them.
   *
   * @default - none
   */
  readonly resourceParameters?: ParameterMapping;

  /**
   * Parameters that the integration has as long as the caller gives no `parameterMapping`, or wants it to add
   * to them (`keepDefaults`).
   *
   * @default - none
   */
  readonly defaultParameters?: ParameterMapping;

  /**
   * Parameters that options of the backend ask for. They take the place of defaults; a `parameterMapping` that has
   * one of them, too, is an error: `MappingClash`.
   *
   * @default - none
   */
  readonly parameters?: ParameterMapping;

  /**
   * The key with which the resource is encrypted, which the role may use as the action needs it.
   *
   * @default - none
   */
  readonly encryptionKey?: IKey;

  /**
   * The region of the resource. If it is known to be another one than the stack's, the service is called there.
   *
   * @default - the stack's
   */
  readonly region?: string;

  /**
   * The id of the statement in the policy of the role that is made for the integration.
   *
   * @default - none
   */
  readonly statementId?: string;

  /**
   * What is known of the resource, for checks.
   *
   * @default - nothing
   */
  readonly resourceFacts?: HttpServiceResourceFacts;
}
