import type { Stack } from 'aws-cdk-lib';
import { CfnIntegration, HttpApi, HttpMethod, HttpRouteIntegration, type HttpRouteIntegrationConfig } from 'aws-cdk-lib/aws-apigatewayv2';
import { CfnPermission } from 'aws-cdk-lib/aws-lambda';
import { executeApi } from './cfn-api';
import { functionsIn } from './functions';

/** Refers to an existing integration: it creates nothing, checks nothing and grants nothing. */
class Existing extends HttpRouteIntegration {
  public constructor(private readonly integrationId: string) {
    super('Integration');
  }

  public _bindToRoute(): { readonly integrationId: string } {
    return { integrationId: this.integrationId };
  }

  public bind(): HttpRouteIntegrationConfig {
    throw new Error('not used by these routes');
  }
}

/** The CDK's own API, function and routes, with one integration and one permission as L1 resources. */
export function addMinimal(stack: Stack, routes: number): void {
  const api = new HttpApi(stack, 'Api');
  const { functionArn } = functionsIn(stack, Number.POSITIVE_INFINITY)(0);
  const { ref } = new CfnIntegration(stack, 'Integration', {
    apiId: api.apiId,
    integrationType: 'AWS_PROXY',
    integrationUri: functionArn,
    payloadFormatVersion: '2.0',
  });
  new CfnPermission(stack, 'Permission', {
    action: 'lambda:InvokeFunction',
    functionName: functionArn,
    principal: 'apigateway.amazonaws.com',
    sourceArn: executeApi(stack, api.apiId, '*'),
  });
  const integration = new Existing(ref);
  for (let route = 0; route < routes; route++) {
    api.addRoutes({ path: `/books/${route}/{id}`, methods: [HttpMethod.GET], integration });
  }
}
