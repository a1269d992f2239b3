import { PermissionScope } from '@apigwv2-integrations/core';
import { HttpLambdaIntegration } from '@apigwv2-integrations/lambda';
import type { CfnIntegration, HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';

export function shared(api: HttpApi, booksFunction: IFunction): void {
  const books = new HttpLambdaIntegration('BooksIntegration', booksFunction, { permissionScope: PermissionScope.API });
  api.addRoutes({ path: '/books', integration: books });
  api.addRoutes({ path: '/books/{id}', integration: books });
}

export function stable(api: HttpApi, booksFunction: IFunction): void {
  const books = new HttpLambdaIntegration('BooksIntegration', booksFunction, { stableId: true });
  api.addRoutes({ path: '/books', integration: books });
}

export function keptId(api: HttpApi): void {
  const integration = api.node.findChild('BooksIntegration').node.defaultChild as CfnIntegration;
  integration.overrideLogicalId('ApiANYbooksBooksIntegration3592E1FD');
}
