import { join } from 'node:path';
import { MappingValue, ParameterMapping, ResponseMappingValue, ResponseParameterMapping } from '@apigwv2-integrations/core';
import { HttpLambdaIntegration } from '@apigwv2-integrations/lambda';
import { HttpUrlIntegration } from '@apigwv2-integrations/url';
import { App, Stack } from 'aws-cdk-lib';
import { CorsHttpMethod, HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';

/** The app that the gateway serves in the benchmark: CORS, a function, and a proxy with request and response mappings. */
export function synthesize(outdir: string, backend: string): void {
  const app = new App({ outdir, analyticsReporting: false });
  const stack = new Stack(app, 'Bench');
  const handler = new LambdaFunction(stack, 'Books', {
    runtime: Runtime.NODEJS_22_X,
    handler: 'index.handler',
    code: Code.fromAsset(join(__dirname, 'handler')),
  });
  const api = new HttpApi(stack, 'Api', {
    corsPreflight: { allowOrigins: ['https://shop.example.com'], allowMethods: [CorsHttpMethod.ANY] },
  });
  api.addRoutes({ path: '/books/{id}', methods: [HttpMethod.GET], integration: new HttpLambdaIntegration('BooksIntegration', handler) });
  const docs = new HttpUrlIntegration('DocsIntegration', `${backend}/{proxy}`, {
    parameterMapping: new ParameterMapping()
      .appendHeader('header2', MappingValue.requestHeader('header1'))
      .removeHeader('header1')
      .overwriteQueryString('stage', MappingValue.contextVariable('stage')),
    responseParameterMapping: new ResponseParameterMapping().appendHeader(200, 'x-type', ResponseMappingValue.header('content-type')),
  });
  api.addRoutes({ path: '/docs/{proxy+}', methods: [HttpMethod.ANY], integration: docs });
  app.synth();
}
