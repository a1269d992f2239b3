import { PayloadFormatVersion } from 'aws-cdk-lib/aws-apigatewayv2';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { IntegrationVariant } from 'test-support/variant';

/** A function of the given name, made once a scope. */
export function handlerIn(scope: Construct, id = 'Handler'): LambdaFunction {
  const existing = scope.node.tryFindChild(id);
  return existing instanceof LambdaFunction
    ? existing
    : new LambdaFunction(scope, id, {
        runtime: Runtime.NODEJS_22_X,
        handler: 'index.handler',
        code: Code.fromInline('exports.handler = async () => ({ statusCode: 200 });'),
      });
}

export const variants: IntegrationVariant[] = [
  {
    className: 'HttpLambdaIntegration',
    inCdk: true,
    create: (integrations, scope, id, options) => new integrations.HttpLambdaIntegration(id, handlerIn(scope), options),
    options: {
      payloadFormatVersion: [PayloadFormatVersion.VERSION_1_0, PayloadFormatVersion.VERSION_2_0, PayloadFormatVersion.custom('3.0')],
      scopePermissionToRoute: [true, false],
    },
  },
];
