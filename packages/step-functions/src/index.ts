export * from './http-step-functions-integration';
export * from './http-step-functions-integration-props';
