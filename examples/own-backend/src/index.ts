export * from './http-function-url-integration';
