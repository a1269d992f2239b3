import { PermissionScope } from '@apigwv2-integrations/core';
import { HttpLambdaIntegration } from '@apigwv2-integrations/lambda';
import { WebSocketLambdaIntegration } from '@apigwv2-integrations/websocket';
import { type Stack, Validations } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';

export function chosen(booksFunction: IFunction, chatFunction: IFunction) {
  const books = new HttpLambdaIntegration('BooksIntegration', booksFunction, { permissionScope: PermissionScope.METHOD });
  const chat = new WebSocketLambdaIntegration('ChatIntegration', chatFunction, { permissionScope: PermissionScope.API });
  return { books, chat };
}

export function acknowledge(stack: Stack): void {
  Validations.of(stack).acknowledge({
    id: '@apigwv2-integrations/function-permissions-folded',
    reason: 'all routes of the API lead to this function anyway',
  });
}
