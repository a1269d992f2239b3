import { App, Stack } from 'aws-cdk-lib';
import { HttpApi, HttpMethod, MappingValue, ParameterMapping } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpUrlIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';

// The app of the screencast of check: it synthesizes, and API Gateway refuses it.
const app = new App({ outdir: process.argv[2], analyticsReporting: false });
const api = new HttpApi(new Stack(app, 'Shop'), 'Api');
const mapping = new ParameterMapping().appendHeader('x-user', MappingValue.custom('$request.heder.user'));
const books = new HttpUrlIntegration('Books', 'https://books.example.com', { parameterMapping: mapping });
api.addRoutes({ path: '/books/{id}', methods: [HttpMethod.GET], integration: books });
const keys = new ParameterMapping().overwriteHeader('Authorization', MappingValue.custom('key'));
const prices = new HttpUrlIntegration('Prices', 'https://prices.example.com', { parameterMapping: keys });
api.addRoutes({ path: '/prices', methods: [HttpMethod.GET], integration: prices });
app.synth();
