import { MappingValue } from '@apigwv2-integrations/core';
import { Application, ConfigurationContent, HostedConfiguration } from 'aws-cdk-lib/aws-appconfig';
import type { Construct } from 'constructs';
import { once } from 'test-support/once';
import { arrives, type OptionProofs } from 'test-support/options/proof';
import type { IntegrationVariant } from 'test-support/variant';
import { expect } from 'vitest';

/** A configuration that is deployed to an environment, made once a scope. */
export function configurationIn(scope: Construct, id = 'Flags') {
  const application = once(scope, 'Application', () => new Application(scope, 'Application'));
  const environment = once(application, 'Environment', () => application.addEnvironment('Environment'));
  const configuration = once(
    scope,
    id,
    () => new HostedConfiguration(scope, id, { application, content: ConfigurationContent.fromInlineJson('{}') }),
  );
  return { environment, configurationProfileId: configuration.configurationProfileId };
}

export const variants: IntegrationVariant[] = [
  {
    className: 'HttpAppConfigIntegration',
    inCdk: false,
    create: (integrations, scope, id, options) => new integrations.HttpAppConfigIntegration(id, { ...configurationIn(scope), ...options }),
    parameters: () => ({
      Application: 'shop',
      Environment: 'prod',
      Configuration: 'flags',
      ClientId: '$request.header.client',
      ClientConfigurationVersion: '$request.querystring.version',
    }),
    options: {},
  },
];

export const proofs: OptionProofs = {
  HttpAppConfigIntegrationProps: {
    environment: {
      options: (stack) => {
        const application = new Application(stack, 'Other');
        return { environment: application.addEnvironment('OtherEnvironment') };
      },
      properties: { RequestParameters: expect.objectContaining({ Environment: { Ref: expect.stringMatching(/^Other/) } }) },
    },
    ...arrives('configurationProfileId', 'flags', { RequestParameters: expect.objectContaining({ Configuration: 'flags' }) }),
    ...arrives('clientId', MappingValue.requestHeader('x'), {
      RequestParameters: expect.objectContaining({ ClientId: '$request.header.x' }),
    }),
    ...arrives('clientConfigurationVersion', MappingValue.requestHeader('x'), {
      RequestParameters: expect.objectContaining({ ClientConfigurationVersion: '$request.header.x' }),
    }),
  },
};
