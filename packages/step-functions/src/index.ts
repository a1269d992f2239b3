export * from './http-step-functions-integration';
