export * from './http-lambda-integration';
export type * from './http-lambda-integration-props';
