import { ApiGatewayV2Checks } from '@apigwv2-integrations/checks';
import { type App, Validations } from 'aws-cdk-lib';

export function addChecks(app: App): void {
  Validations.of(app).addPlugins(new ApiGatewayV2Checks({ app }));
}
