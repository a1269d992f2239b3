import { HttpIntegrationBase, type HttpIntegrationTarget } from '@apigwv2-integrations/core';
import { HttpIntegrationType, HttpMethod, PayloadFormatVersion } from 'aws-cdk-lib/aws-apigatewayv2';

/** A backend with nothing of its own but a URL: what it does is what the base does. */
export class BareBackend extends HttpIntegrationBase {
  protected bindTarget(): HttpIntegrationTarget {
    return {
      type: HttpIntegrationType.HTTP_PROXY,
      uri: 'https://example.com',
      method: HttpMethod.ANY,
      payloadFormatVersion: PayloadFormatVersion.VERSION_1_0,
    };
  }
}
