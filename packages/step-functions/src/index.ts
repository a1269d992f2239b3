export * from './http-step-functions-integration';
export type * from './http-step-functions-integration-props';
