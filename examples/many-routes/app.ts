import { join } from 'node:path';
import { PermissionScope } from '@apigwv2-integrations/core';
import { HttpLambdaIntegration } from '@apigwv2-integrations/lambda';
import { App, Stack, type StackProps } from 'aws-cdk-lib';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';

/** An HTTP API with 60 routes, all of which invoke one function. */
export class ShopStack extends Stack {
  public constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const handler = new LambdaFunction(this, 'ShopHandler', {
      runtime: Runtime.NODEJS_22_X,
      handler: 'index.handler',
      code: Code.fromAsset(join(__dirname, 'handler')),
    });
    const shop = new HttpLambdaIntegration('ShopIntegration', handler, {
      permissionScope: PermissionScope.API,
      stableId: true,
    });

    const api = new HttpApi(this, 'ShopApi');
    const collections = ['authors', 'books', 'carts', 'coupons', 'genres', 'gifts', 'loans', 'notes', 'orders', 'shops', 'tags', 'users'];
    for (const collection of collections) {
      api.addRoutes({ path: `/${collection}`, methods: [HttpMethod.GET, HttpMethod.POST], integration: shop });
      api.addRoutes({
        path: `/${collection}/{id}`,
        methods: [HttpMethod.GET, HttpMethod.PUT, HttpMethod.DELETE],
        integration: shop,
      });
    }
  }
}

const app = new App();
new ShopStack(app, 'Shop');
