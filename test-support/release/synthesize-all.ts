import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { HttpApi, WebSocketApi } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Integrations, IntegrationVariant, WebSocketVariant } from '../variant';

/** Binds each integration class of one package to a route. Throws an error if a class cannot be bound or is missing in the template. */
export function synthesizeAll(integrations: Integrations, variants: readonly (IntegrationVariant | WebSocketVariant)[]): void {
  if (Object.keys(integrations).filter((name) => name !== 'default').length === 0) {
    throw new Error('the package exports nothing');
  }
  const stack = new Stack(new App(), 'Stack');
  const http = new HttpApi(stack, 'HttpApi');
  const webSocket = new WebSocketApi(stack, 'WebSocketApi');
  for (const variant of variants) {
    if (variant.protocol === 'WEBSOCKET') {
      const integration = variant.create(integrations, stack, variant.className);
      webSocket.addRoute(variant.className, { integration });
    } else {
      http.addRoutes({ path: `/${variant.className}/{proxy+}`, integration: variant.create(integrations, stack, variant.className) });
    }
  }
  const template = Template.fromStack(stack);
  template.resourceCountIs('AWS::ApiGatewayV2::Route', variants.length);
  template.resourceCountIs('AWS::ApiGatewayV2::Integration', variants.length);
}
