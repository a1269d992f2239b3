import type { HttpServiceIntegrationOptions } from './http-service-integration-options';

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
