import { join } from 'node:path';
import { HttpLambdaIntegration } from '@apigwv2-integrations/lambda';
import { Stack, type StackProps } from 'aws-cdk-lib';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import {
  HttpIamAuthorizer,
  HttpJwtAuthorizer,
  HttpLambdaAuthorizer,
  HttpLambdaResponseType,
} from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';

/** The members' area of the shop: a route behind each kind of authorizer. */
export class MembersStack extends Stack {
  public constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    const membersHandler = new LambdaFunction(this, 'MembersHandler', {
      runtime: Runtime.NODEJS_22_X,
      handler: 'index.handler',
      code: Code.fromAsset(join(__dirname, 'members-handler')),
    });
    const integration = new HttpLambdaIntegration('MembersIntegration', membersHandler);
    const api = new HttpApi(this, 'MembersApi');

    const users = new HttpJwtAuthorizer('Users', 'https://login.example.com', { jwtAudience: ['shop'] });
    api.addRoutes({ path: '/profile', methods: [HttpMethod.GET], integration, authorizer: users });

    const staffAuthorizer = new LambdaFunction(this, 'StaffAuthorizer', {
      runtime: Runtime.NODEJS_22_X,
      handler: 'index.handler',
      code: Code.fromAsset(join(__dirname, 'staff-authorizer')),
    });
    const staff = new HttpLambdaAuthorizer('Staff', staffAuthorizer, {
      responseTypes: [HttpLambdaResponseType.SIMPLE],
      identitySource: ['$request.header.x-staff-key'],
    });
    api.addRoutes({ path: '/orders', methods: [HttpMethod.GET], integration, authorizer: staff });

    api.addRoutes({ path: '/stock', methods: [HttpMethod.GET], integration, authorizer: new HttpIamAuthorizer() });
  }
}
