import { HttpIntegrationBase, type HttpIntegrationTarget } from '@apigwv2-integrations/core';
import { HttpIntegrationType, HttpMethod, PayloadFormatVersion } from 'aws-cdk-lib/aws-apigatewayv2';

/** A minimal backend with a URL, which shows the behavior of the base class. */
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
