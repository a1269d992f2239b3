import { optional, REGION, required } from './service-parameter';
import type { ServiceSubtype } from './service-subtype';

/** @see https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/API_GetConfiguration.html */
export const APP_CONFIG: readonly ServiceSubtype[] = [
  {
    subtype: 'AppConfig-GetConfiguration',
    service: 'app-config',
    action: 'GetConfiguration',
    parameters: [
      required('Application', 'text', 'name or ID of the application', { maxLength: 64 }),
      required('Environment', 'text', 'name or ID of the environment', { maxLength: 64 }),
      required('Configuration', 'text', 'name or ID of the configuration profile', { maxLength: 64 }),
      required('ClientId', 'text', 'identity of the client; a deployment reaches some clients before others', { maxLength: 64 }),
      optional('ClientConfigurationVersion', 'text', 'the version that the client already has', { evidence: 'unverified' }),
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
      text: 'the configuration, unchanged, with its content type, and its version in the header `Configuration-Version`',
      evidence: 'unverified',
    },
    notes: [
      {
        text: 'AWS advises against this action for new clients, but HTTP APIs support no other action of AppConfig',
        evidence: 'unverified',
      },
      { text: 'If the client already has the version, the response body is empty, which costs less', evidence: 'unverified' },
    ],
  },
];
