import {
  ContextVariable,
  HttpServiceIntegrationBase,
  type HttpServiceIntegrationOptions,
  type HttpServiceTarget,
  MappingValue,
  ParameterMapping,
} from '@apigwv2-integrations/core';
import { Stack } from 'aws-cdk-lib';
import { HttpIntegrationSubtype, type HttpRouteIntegrationBindOptions, type IMappingValue } from 'aws-cdk-lib/aws-apigatewayv2';
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

/**
 * Reads a configuration of AWS AppConfig from an HTTP API route, without a function in between.
 *
 * The client receives the configuration unchanged, with its content type.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services-reference.html#AppConfig-GetConfiguration
 */
export class HttpAppConfigIntegration extends HttpServiceIntegrationBase {
  private readonly props: HttpAppConfigIntegrationProps;

  /**
   * @param id The construct ID of the integration.
   * @param props The environment, the configuration profile and the options.
   */
  public constructor(id: string, props: HttpAppConfigIntegrationProps) {
    super(id, props);
    this.props = props;
  }

  protected requiredArguments(): { [name: string]: unknown } {
    return { environment: this.props?.environment, configurationProfileId: this.props?.configurationProfileId };
  }

  protected bindService(options: HttpRouteIntegrationBindOptions): HttpServiceTarget {
    const { environment, configurationProfileId, clientId, clientConfigurationVersion } = this.props;
    return {
      subtype: HttpIntegrationSubtype.APPCONFIG_GET_CONFIGURATION,
      service: 'AppConfig',
      resourceArns: this.resourceArns(options),
      resourceParameters: ParameterMapping.of({
        Application: MappingValue.custom(environment.applicationId),
        Environment: MappingValue.custom(environment.environmentId),
        Configuration: MappingValue.custom(configurationProfileId),
      }),
      defaultParameters: ParameterMapping.of({ ClientId: MappingValue.context(ContextVariable.IDENTITY_SOURCE_IP) }),
      parameters: ParameterMapping.of({
        ...(clientId && { ClientId: clientId }),
        ...(clientConfigurationVersion && { ClientConfigurationVersion: clientConfigurationVersion }),
      }),
      region: environment.env.region,
    };
  }

  /** The action requires permission on the application, the environment and the configuration profile. */
  private resourceArns({ scope }: HttpRouteIntegrationBindOptions): string[] {
    const { environment, configurationProfileId } = this.props;
    const { applicationId, env } = environment;
    return [[], ['environment', environment.environmentId], ['configurationprofile', configurationProfileId]].map((below) =>
      Stack.of(scope).formatArn({
        service: 'appconfig',
        region: env.region,
        account: env.account,
        resource: 'application',
        resourceName: [applicationId, ...below].join('/'),
      }),
    );
  }
}
