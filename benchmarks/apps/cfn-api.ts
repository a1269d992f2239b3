import type { Stack } from 'aws-cdk-lib';
import { CfnApi, CfnStage } from 'aws-cdk-lib/aws-apigatewayv2';

/** The L1 resources that the CDK's `HttpApi` creates. */
export function cfnHttpApi(stack: Stack): CfnApi {
  const api = new CfnApi(stack, 'Api', { name: 'Api', protocolType: 'HTTP' });
  new CfnStage(stack, 'Stage', { apiId: api.ref, stageName: '$default', autoDeploy: true });
  return api;
}

/** The L1 resources that the CDK's `WebSocketApi` creates. */
export function cfnWebSocketApi(stack: Stack): CfnApi {
  return new CfnApi(stack, 'Api', {
    name: 'Api',
    protocolType: 'WEBSOCKET',
    routeSelectionExpression: '$request.body.action',
  });
}

export function executeApi(stack: Stack, apiId: string, resourceName: string): string {
  return stack.formatArn({ service: 'execute-api', resource: apiId, resourceName });
}
