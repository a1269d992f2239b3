export * from './http-lambda-integration';
export * from './http-lambda-integration-props';
