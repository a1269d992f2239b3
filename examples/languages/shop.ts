import { ContextVariable, MappingValue, ParameterMapping, ResponseParameterMapping } from '@apigwv2-integrations/core';
import { HttpLambdaIntegration } from '@apigwv2-integrations/lambda';
import { HttpAlbIntegration } from '@apigwv2-integrations/load-balancer';
import { HttpUrlIntegration } from '@apigwv2-integrations/url';
import { WebSocketLambdaIntegration } from '@apigwv2-integrations/websocket';
import { Duration, type Stack } from 'aws-cdk-lib';
import { HttpApi, HttpMethod, WebSocketApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { ApplicationLoadBalancer, ListenerAction } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';

/** The stack that java/, go/ and python/ define as well: a function, a URL, a load balancer, mappings and a WebSocket route. */
export function build(stack: Stack): void {
  const handler = new LambdaFunction(stack, 'Handler', {
    runtime: Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: Code.fromInline('exports.handler = async () => ({ statusCode: 200 });'),
  });
  const listener = new ApplicationLoadBalancer(stack, 'Balancer', { vpc: new Vpc(stack, 'Vpc') }).addListener('Listener', {
    port: 80,
    open: false,
    defaultAction: ListenerAction.fixedResponse(200),
  });

  const api = new HttpApi(stack, 'Api');
  api.addRoutes({
    path: '/books',
    methods: [HttpMethod.GET, HttpMethod.POST],
    integration: new HttpLambdaIntegration('Books', handler, { timeout: Duration.seconds(30) }),
  });
  api.addRoutes({
    path: '/docs/{proxy+}',
    integration: new HttpUrlIntegration('Docs', 'https://docs.example.com/{proxy}', {
      parameterMapping: new ParameterMapping()
        .appendHeader('x-request', MappingValue.context(ContextVariable.REQUEST_ID))
        .overwritePath(MappingValue.join('/v2', MappingValue.requestPath()))
        .removeHeader('cookie'),
      responseParameterMapping: new ResponseParameterMapping().overwriteStatusCode(404, '403'),
    }),
  });
  api.addRoutes({
    path: '/orders',
    integration: new HttpAlbIntegration('Orders', listener, {
      allowFromLink: true,
      stripStage: true,
      hostHeader: 'orders.internal.example',
    }),
  });

  const chat = new WebSocketApi(stack, 'Chat');
  chat.addRoute('send', { integration: new WebSocketLambdaIntegration('Send', handler), returnResponse: true });
}
