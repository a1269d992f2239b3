import { HttpAppConfigIntegration, type HttpAppConfigIntegrationProps } from '@apigwv2-integrations/app-config';
import { MappingValue } from '@apigwv2-integrations/core';
import type { Stack } from 'aws-cdk-lib';
import { Environment } from 'aws-cdk-lib/aws-appconfig';
import { expectProblem } from 'test-support/problems';
import { serviceCall, TRUST } from 'test-support/services';
import { expect, test } from 'vitest';
import { configurationIn } from './variants';

const make =
  (options: Partial<HttpAppConfigIntegrationProps> = {}) =>
  (stack: Stack) =>
    new HttpAppConfigIntegration('Flags', { ...configurationIn(stack), ...options });

test('reads the configuration by client IP address, with a role for only that action', () => {
  const call = serviceCall(make());
  const [{ Resource, ...statement }, ...others] = call.statements;

  expect(call.subtype).toBe('AppConfig-GetConfiguration');
  expect(call.parameters).toEqual({
    Application: { Ref: expect.stringMatching(/^Application/) },
    Environment: { Ref: expect.stringMatching(/^ApplicationEnvironment/) },
    Configuration: { Ref: expect.stringMatching(/^FlagsConfigurationProfile/) },
    ClientId: '$context.identity.sourceIp',
  });
  expect(statement).toEqual({ Action: 'appconfig:GetConfiguration', Effect: 'Allow' });
  expect((Resource as unknown[]).map((arn) => JSON.stringify(arn).replace(/\{"Ref":"(\w+?)[0-9A-F]{8}"\}/g, '"$1"'))).toEqual([
    expect.stringMatching(/:application\/","Application"\]/),
    expect.stringMatching(/:application\/","Application","\/environment\/","ApplicationEnvironment"\]/),
    expect.stringMatching(/:application\/","Application","\/configurationprofile\/","FlagsConfigurationProfile"\]/),
  ]);
  expect(others).toEqual([]);
  expect(call.trust).toEqual(TRUST);
});

test('maps the client ID and the client version from the given sources', () => {
  const { parameters } = serviceCall(
    make({ clientId: MappingValue.requestHeader('client'), clientConfigurationVersion: MappingValue.requestQueryString('version') }),
  );

  expect(parameters).toMatchObject({ ClientId: '$request.header.client', ClientConfigurationVersion: '$request.querystring.version' });
});

test('grants permission on an imported environment in its own account and region', () => {
  const arn = 'arn:aws:appconfig:eu-west-1:111111111111:application/app1/environment/env1';
  const { parameters, statements } = serviceCall(
    (stack) =>
      new HttpAppConfigIntegration('Flags', {
        environment: Environment.fromEnvironmentArn(stack, 'Imported', arn),
        configurationProfileId: 'prof1',
      }),
  );

  expect(parameters).toMatchObject({ Application: 'app1', Environment: 'env1', Configuration: 'prof1' });
  expect(statements[0].Resource).toEqual(
    ['app1', 'app1/environment/env1', 'app1/configurationprofile/prof1'].map((name) => ({
      'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:appconfig:eu-west-1:111111111111:application/${name}`]],
    })),
  );
});

test('rejects an empty configuration profile', () => {
  expectProblem(make({ configurationProfileId: '' }), 'ServiceParameterEmpty');
});
