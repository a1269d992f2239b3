import { PermissionScope } from '@apigwv2-integrations/core';
import { PayloadFormatVersion } from 'aws-cdk-lib/aws-apigatewayv2';
import { handlerIn } from 'test-support/functions';
import type { OptionProofs } from 'test-support/options/proof';
import type { IntegrationVariant } from 'test-support/variant';
import { expect } from 'vitest';

export const variants: IntegrationVariant[] = [
  {
    className: 'HttpLambdaIntegration',
    inCdk: true,
    create: (integrations, scope, id, options) => new integrations.HttpLambdaIntegration(id, handlerIn(scope), options),
    options: {
      payloadFormatVersion: [PayloadFormatVersion.VERSION_1_0, PayloadFormatVersion.VERSION_2_0, PayloadFormatVersion.custom('3.0')],
      scopePermissionToRoute: [true, false],
    },
  },
];

export const proofs: OptionProofs = {
  HttpLambdaIntegrationProps: {
    permissionScope: {
      options: () => ({ permissionScope: PermissionScope.API }),
      type: 'AWS::Lambda::Permission',
      properties: { SourceArn: { 'Fn::Join': ['', expect.arrayContaining([expect.stringMatching(/^\/\*$/)])] } },
    },
  },
};
