import type { HttpIntegrationSubtype, ParameterMapping } from 'aws-cdk-lib/aws-apigatewayv2';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { HttpServiceResourceFacts } from './http-integration-target';

/** The properties of a service integration that its backend determines. */
export interface HttpServiceTarget {
  /** The service and its action. */
  readonly subtype: HttpIntegrationSubtype;

  /**
   * The service that the subtype must belong to: the part before the hyphen, such as `SQS`.
   *
   * @default - any
   */
  readonly service?: string;

  /** The ARNs of the resources on which the integration's role may perform the action. */
  readonly resourceArns: string[];

  /**
   * The parameters that identify the resource, such as `QueueUrl`. Entries of the user's `parameterMapping` with the
   * same keys replace them.
   *
   * @default - none
   */
  readonly resourceParameters?: ParameterMapping;

  /**
   * The parameters that apply if the user sets no `parameterMapping`, or sets `keepDefaults`.
   *
   * @default - none
   */
  readonly defaultParameters?: ParameterMapping;

  /**
   * The parameters that options of the backend set. They replace defaults. Error: `MappingClash`, if
   * `parameterMapping` sets one of them too.
   *
   * @default - none
   */
  readonly parameters?: ParameterMapping;

  /**
   * The KMS key of the resource. The role gets the permissions on it that the action needs.
   *
   * @default - none
   */
  readonly encryptionKey?: IKey;

  /**
   * The region of the resource, in which the service is called.
   *
   * @default - the region of the stack
   */
  readonly region?: string;

  /**
   * The ID of the statement in the policy of the integration's role.
   *
   * @default - none
   */
  readonly statementId?: string;

  /**
   * Facts about the resource. Checks use them.
   *
   * @default - none
   */
  readonly resourceFacts?: HttpServiceResourceFacts;
}
