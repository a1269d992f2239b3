import type { HttpServiceIntegrationOptions } from '@apigwv2-integrations/core';
import type { IMappingValue } from 'aws-cdk-lib/aws-apigatewayv2';
import type { IEnvironment } from 'aws-cdk-lib/aws-appconfig';

/**
 * Options of `HttpAppConfigIntegration`.
 *
 * If a variable in any parameter has no value, the request fails with status 400.
 */
export interface HttpAppConfigIntegrationProps extends HttpServiceIntegrationOptions {
  /** The environment, which also determines the application; defined in the app or imported. */
  readonly environment: IEnvironment;

  /** The ID of the configuration profile: `configuration.configurationProfileId`. */
  readonly configurationProfileId: string;

  /**
   * The client ID, with at most 64 characters. During a deployment, it determines whether the client already receives
   * the new version.
   *
   * @default - the client's IP address
   */
  readonly clientId?: IMappingValue;

  /**
   * The version that the client already has, from the response header `Configuration-Version`. If it is the newest
   * version, the response body is empty.
   *
   * @default - none; every response contains the configuration
   */
  readonly clientConfigurationVersion?: IMappingValue;
}
