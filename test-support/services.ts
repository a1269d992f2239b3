import { Stack } from 'aws-cdk-lib';
import { HttpApi, type HttpRouteIntegration } from 'aws-cdk-lib/aws-apigatewayv2';
import { resourcesOf, synthesize } from './synthesize';

interface Policy {
  readonly PolicyDocument: { readonly Statement: readonly Record<string, unknown>[] };
}

/** The template properties of an AWS service integration on one route. */
export function serviceCall(make: (stack: Stack) => HttpRouteIntegration, path = '/orders') {
  const templates = synthesize((app) => {
    const stack = new Stack(app, 'Stack');
    new HttpApi(stack, 'Api').addRoutes({ path, integration: make(stack) });
  });
  const [integration] = resourcesOf(templates, 'AWS::ApiGatewayV2::Integration');
  return {
    subtype: integration.IntegrationSubtype,
    parameters: integration.RequestParameters as Record<string, unknown>,
    statements: resourcesOf(templates, 'AWS::IAM::Policy')
      .map((policy) => policy as unknown as Policy & { readonly Roles: readonly { readonly Ref: string }[] })
      .filter(({ Roles }) => Roles.some(({ Ref }) => Ref.includes('InvokeRole')))
      .flatMap(({ PolicyDocument }) => PolicyDocument.Statement),
    trust: resourcesOf(templates, 'AWS::IAM::Role')
      .map(({ AssumeRolePolicyDocument }) => AssumeRolePolicyDocument as Policy['PolicyDocument'])
      .flatMap(({ Statement }) => Statement)
      .filter(({ Principal }) => (Principal as { Service?: unknown }).Service === 'apigateway.amazonaws.com'),
  };
}

/** The trust policy of every role. */
export const TRUST = [{ Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'apigateway.amazonaws.com' } }];
