import { join } from 'node:path';
import { MappingValue, ParameterMapping } from '@apigwv2-integrations/core';
import { HttpUrlIntegration } from '@apigwv2-integrations/url';
import { Stack, type StackProps } from 'aws-cdk-lib';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer, HttpLambdaAuthorizer, HttpLambdaResponseType } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';

export class AccountStack extends Stack {
  public constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const api = new HttpApi(this, 'AccountApi');

    // The claim "sub" of a JWT becomes the header x-user.
    const users = new HttpJwtAuthorizer('Users', 'https://login.example.com', { jwtAudience: ['shop'] });
    api.addRoutes({
      path: '/orders',
      methods: [HttpMethod.GET],
      authorizer: users,
      integration: new HttpUrlIntegration('OrdersIntegration', 'https://backend.example.com/orders', {
        parameterMapping: new ParameterMapping().overwriteHeader('x-user', MappingValue.authorizerClaim('sub')),
      }),
    });

    // The value "tenant" in the context that a Lambda authorizer returns becomes the header x-tenant.
    const keyAuthorizer = new LambdaFunction(this, 'KeyAuthorizer', {
      runtime: Runtime.NODEJS_22_X,
      handler: 'index.handler',
      code: Code.fromAsset(join(__dirname, '../authorizer')),
    });
    const partners = new HttpLambdaAuthorizer('Partners', keyAuthorizer, {
      responseTypes: [HttpLambdaResponseType.SIMPLE],
      identitySource: ['$request.header.x-api-key'],
    });
    api.addRoutes({
      path: '/stock',
      methods: [HttpMethod.GET],
      authorizer: partners,
      integration: new HttpUrlIntegration('StockIntegration', 'https://backend.example.com/stock', {
        parameterMapping: new ParameterMapping().overwriteHeader('x-tenant', MappingValue.authorizerContext('tenant')),
      }),
    });
  }
}
