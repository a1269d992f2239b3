import { HttpUrlIntegration } from '@apigwv2-integrations/url';
import { App, Stack } from 'aws-cdk-lib';
import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';

// An app as the CDK's command line runs it: it creates its constructs and does not call synth.
const api = new HttpApi(new Stack(new App({ analyticsReporting: false }), 'Shop'), 'Api');
api.addRoutes({ path: '/a', integration: new HttpUrlIntegration('First', 'a.example') });
api.addRoutes({ path: '/b', integration: new HttpUrlIntegration('Second', 'b.example') });
console.log('all routes are added');
