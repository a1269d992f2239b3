export * from './http-lambda-integration';
