import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { HttpIntegrationOptions } from './http-integration-options';

/**
 * The options that all integrations with an AWS service share.
 *
 * The keys of `parameterMapping` are the service's own parameters, such as `MessageBody`. It replaces the integration's
 * default parameters, except those that identify the resource, such as `QueueUrl`.
 */
export interface HttpServiceIntegrationOptions extends HttpIntegrationOptions {
  /**
   * Whether to keep the default parameters that `parameterMapping` does not set.
   *
   * @default false
   */
  readonly keepDefaults?: boolean;

  /**
   * The role that API Gateway assumes to call the service.
   *
   * The role is not modified. Error: `RoleOptionsClash`, together with another option for the role.
   *
   * @default - a role is created that allows the action of this integration on its resource
   */
  readonly credentialsRole?: IRole;

  /**
   * Whether to share one role among all integrations of the API that set this option. Each integration adds its
   * permissions to the role, so every route has the permissions of all of them.
   *
   * The role is created under the API, or for routes in another stack under that stack.
   *
   * @default false
   */
  readonly sharedRole?: boolean;

  /**
   * Whether to restrict the trust policy of the role to the account of the stack (`aws:SourceAccount`).
   *
   * This was not tested on AWS; test it before you rely on it.
   *
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
   * @default false
   */
  readonly sourceAccountCondition?: boolean;

  /**
   * The region in which to call the service, such as `eu-west-1`.
   *
   * @default - the region of the resource if it is known, otherwise that of the stack
   */
  readonly region?: string;
}

/** The options of an integration with an AWS service whose resources can be encrypted, such as queues. */
export interface HttpEncryptedServiceIntegrationOptions extends HttpServiceIntegrationOptions {
  /**
   * Whether to allow the role to use the KMS key of an encrypted resource. Without this permission the service rejects
   * the call.
   *
   * Warning: `KeyElsewhere`, for a key in a stack with another account or region, which is not granted.
   *
   * @default true
   */
  readonly grantKeyUse?: boolean;
}
