import { optional, REGION, required } from './service-parameter';
import type { ServiceSubtype } from './service-subtype';

/** @see https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/API_GetConfiguration.html */
export const APP_CONFIG: readonly ServiceSubtype[] = [
  {
    subtype: 'AppConfig-GetConfiguration',
    service: 'app-config',
    action: 'GetConfiguration',
    parameters: [
      required('Application', 'text', 'name or id of the application', { maxLength: 64 }),
      required('Environment', 'text', 'name or id of the environment', { maxLength: 64 }),
      required('Configuration', 'text', 'name or id of the configuration profile', { maxLength: 64 }),
      required('ClientId', 'text', 'who asks: a deployment reaches some of the clients before the others', { maxLength: 64 }),
      optional('ClientConfigurationVersion', 'text', 'the version that the client has', { evidence: 'unverified' }),
      REGION,
    ],
    resourceParameters: ['Application', 'Environment', 'Configuration'],
    permission: {
      action: 'appconfig:GetConfiguration',
      resources: ['', '/environment/ENVIRONMENT', '/configurationprofile/PROFILE'].map(
        (below) => `arn:PARTITION:appconfig:REGION:ACCOUNT:application/APPLICATION${below}`,
      ),
      evidence: 'unverified',
    },
    keyActions: [],
    payloadVersion: '1.0',
    answer: {
      text: 'the configuration as it is, with its content type and its version in `Configuration-Version`',
      evidence: 'unverified',
    },
    notes: [
      { text: 'AWS advises against this action for new clients, and HTTP APIs have no other of AppConfig', evidence: 'unverified' },
      { text: 'An answer to a client that has the version already is empty, and costs less', evidence: 'unverified' },
    ],
  },
];
