import { HttpLambdaIntegration } from '@apigwv2-integrations/lambda';
import { HttpUrlIntegration } from '@apigwv2-integrations/url';
import { App, Stack } from 'aws-cdk-lib';
import { HttpApi, HttpMethod, MappingValue, ParameterMapping } from 'aws-cdk-lib/aws-apigatewayv2';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';

export const app = new App();
const stack = new Stack(app, 'Books');
const handler = new LambdaFunction(stack, 'BooksHandler', {
  runtime: Runtime.NODEJS_22_X,
  handler: 'index.handler',
  code: Code.fromInline("exports.handler = async () => ['Solaris'];"),
});
const docs = new HttpUrlIntegration('DocsIntegration', 'https://docs.example.com/{proxy}', {
  parameterMapping: new ParameterMapping().appendHeader('x-user', MappingValue.requestHeader('user')),
});

const api = new HttpApi(stack, 'BooksApi');
api.addRoutes({
  path: '/books',
  methods: [HttpMethod.GET],
  integration: new HttpLambdaIntegration('BooksIntegration', handler),
});
api.addRoutes({ path: '/docs/{proxy+}', integration: docs });
