import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { HttpIntegrationOptions } from './http-integration-options';

/**
 * The options that every integration with an AWS service takes.
 *
 * In `parameterMapping`, keys are the service's own parameters, such as `MessageBody`. It takes the place of the
 * integration's default parameters, but for those that name the resource, such as `QueueUrl`.
 */
export interface HttpServiceIntegrationOptions extends HttpIntegrationOptions {
  /**
   * Whether `parameterMapping` adds to the default parameters, and changes single ones, instead of taking
   * their place.
   *
   * @default false
   */
  readonly keepDefaults?: boolean;

  /**
   * A role of your own with whose rights the service is called.
   *
   * Nothing is added to it. Error: `RoleOptionsClash` beside another option for the role.
   *
   * @default - a role for this integration, which may do the one action on the one resource
   */
  readonly credentialsRole?: IRole;

  /**
   * Whether the integration shares one role with all integrations of the API that say so. Each of them adds
   * what it needs, so that every route has the rights of all.
   *
   * The role is a child of the API's construct, or for routes in another stack of that stack.
   *
   * @default false
   */
  readonly sharedRole?: boolean;

  /**
   * Whether the role can be assumed only on behalf of the stack's own account (`aws:SourceAccount`).
   *
   * Not verified against AWS: try a request before you rely on it.
   *
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
   * @default false
   */
  readonly sourceAccountCondition?: boolean;

  /**
   * The region of the service that is called, such as `eu-west-1`.
   *
   * @default - the resource's region if it is known to be another one than the stack's, else the stack's
   */
  readonly region?: string;
}

/** The options of an integration with an AWS service whose resources may be encrypted, such as queues. */
export interface HttpEncryptedServiceIntegrationOptions extends HttpServiceIntegrationOptions {
  /**
   * Whether the role may use the key of an encrypted resource, without which the service refuses the call.
   *
   * A key of the app's own in a stack of another account or region is left alone: warning `KeyElsewhere`.
   *
   * @default true
   */
  readonly grantKeyUse?: boolean;
}
