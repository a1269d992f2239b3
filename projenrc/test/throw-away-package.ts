/** The source of a package that only a test knows, as its author would write it by hand. */
export const THROW_AWAY_LINE = "family.backend('throw-away', core, 'A package that only a test knows');";

export const THROW_AWAY_SOURCE = `import { HttpIntegrationBase, type HttpIntegrationOptions, type HttpIntegrationTarget } from '@apigwv2-integrations/core';
import { HttpIntegrationType, HttpMethod, type HttpRouteIntegrationBindOptions, PayloadFormatVersion } from 'aws-cdk-lib/aws-apigatewayv2';

/** Sends every request to one place. */
export class HttpThrowAwayIntegration extends HttpIntegrationBase {
  public constructor(id: string, options: HttpIntegrationOptions = {}) {
    super(id, options);
  }

  protected bindTarget(_options: HttpRouteIntegrationBindOptions): HttpIntegrationTarget {
    return {
      type: HttpIntegrationType.HTTP_PROXY,
      payloadFormatVersion: PayloadFormatVersion.VERSION_1_0,
      method: HttpMethod.ANY,
      uri: 'https://throw-away.example.com',
    };
  }
}
`;

export const THROW_AWAY_TEST = `import { HttpThrowAwayIntegration } from '@apigwv2-integrations/throw-away';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { test } from 'vitest';

test('a route reaches its backend', () => {
  const stack = new Stack(new App(), 'Stack');
  const integration = new HttpThrowAwayIntegration('Integration', { description: 'thrown away' });
  new HttpApi(stack, 'Api').addRoutes({ path: '/', integration });
  Template.fromStack(stack).hasResourceProperties('AWS::ApiGatewayV2::Integration', {
    IntegrationUri: 'https://throw-away.example.com',
    Description: 'thrown away',
  });
});
`;
