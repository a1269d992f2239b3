import { App, Stack } from 'aws-cdk-lib';
import { HttpApi, HttpMethod, MappingValue, ParameterMapping } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpUrlIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';

export const app = new App();
const stack = new Stack(app, 'Shop');
const api = new HttpApi(stack, 'ShopApi');
const books = new HttpUrlIntegration('BooksIntegration', 'https://books.example.com', {
  parameterMapping: new ParameterMapping().appendHeader('x-user', MappingValue.custom('$request.header.user')),
});
const stock = new HttpUrlIntegration('StockIntegration', 'https://stock.example.com');
api.addRoutes({ path: '/books', methods: [HttpMethod.GET], integration: books });
api.addRoutes({
  path: '/stock',
  methods: [HttpMethod.GET],
  integration: stock,
  authorizer: new HttpIamAuthorizer(),
});
