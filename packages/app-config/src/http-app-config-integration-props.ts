import type { HttpServiceIntegrationOptions } from '@apigwv2-integrations/core';
import type { IMappingValue } from 'aws-cdk-lib/aws-apigatewayv2';
import type { IEnvironment } from 'aws-cdk-lib/aws-appconfig';

/**
 * Options of `HttpAppConfigIntegration`.
 *
 * A variable that has no value in a request makes the call fail with status 400, in every parameter.
 */
export interface HttpAppConfigIntegrationProps extends HttpServiceIntegrationOptions {
  /** The environment, which knows its application; the app's own or imported. */
  readonly environment: IEnvironment;

  /** The id of the configuration profile: `configuration.configurationProfileId`. */
  readonly configurationProfileId: string;

  /**
   * Who asks, 64 characters at most. While a deployment goes on, it decides whether the client gets the new version
   * already.
   *
   * @default - the client's IP address
   */
  readonly clientId?: IMappingValue;

  /**
   * The version that the client has already, which it got in the header `Configuration-Version`. If it is the newest,
   * the body of the answer is empty.
   *
   * @default - none: every answer has the configuration
   */
  readonly clientConfigurationVersion?: IMappingValue;
}
