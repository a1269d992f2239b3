import { CfnIntegration, CfnRoute, WebSocketApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { CfnPermission } from 'aws-cdk-lib/aws-lambda';
import { cfnWebSocketApi, executeApi } from './cfn-api';
import { cfnFunctionsIn, functionsIn, ROUTES_A_FUNCTION } from './functions';
import type { Scenario } from './scenario';

/** A WebSocket API with one integration per route. */
export const webSocket: Scenario = {
  package: 'websocket',
  className: 'WebSocketLambdaIntegration',
  l2: (stack, routes, { WebSocketLambdaIntegration }) => {
    const api = new WebSocketApi(stack, 'Api');
    const functionOf = functionsIn(stack, ROUTES_A_FUNCTION);
    for (let route = 0; route < routes; route++) {
      api.addRoute(`action${route}`, { integration: new WebSocketLambdaIntegration('Integration', functionOf(route)) });
    }
  },
  l1: (stack, routes) => {
    const api = cfnWebSocketApi(stack);
    const functionOf = cfnFunctionsIn(stack, ROUTES_A_FUNCTION);
    for (let route = 0; route < routes; route++) {
      const { attrArn } = functionOf(route);
      const integration = new CfnIntegration(stack, `Integration${route}`, {
        apiId: api.ref,
        integrationType: 'AWS_PROXY',
        integrationUri: stack.formatArn({
          service: 'apigateway',
          account: 'lambda',
          resource: 'path/2015-03-31/functions',
          resourceName: `${attrArn}/invocations`,
        }),
      });
      new CfnPermission(stack, `Permission${route}`, {
        action: 'lambda:InvokeFunction',
        functionName: attrArn,
        principal: 'apigateway.amazonaws.com',
        sourceArn: executeApi(stack, api.ref, `*action${route}`),
      });
      new CfnRoute(stack, `Route${route}`, {
        apiId: api.ref,
        routeKey: `action${route}`,
        target: `integrations/${integration.ref}`,
        authorizationType: 'NONE',
      });
    }
  },
  bare: (stack) => {
    new WebSocketApi(stack, 'Api');
    functionsIn(stack, ROUTES_A_FUNCTION)(0);
  },
};
