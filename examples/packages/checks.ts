import { ApiGatewayV2Checks } from '@apigwv2-integrations/checks';
import { type App, Validations } from 'aws-cdk-lib';

declare const app: App;

Validations.of(app).addPlugins(new ApiGatewayV2Checks({ app }));
