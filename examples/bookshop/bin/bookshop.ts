import { ApiGatewayV2Checks } from '@apigwv2-integrations/checks';
import { App, Validations } from 'aws-cdk-lib';
import { BookshopStack } from '../lib/bookshop-stack';

const app = new App();
new BookshopStack(app, 'BookshopStack');
Validations.of(app).addPlugins(new ApiGatewayV2Checks({ app }));
