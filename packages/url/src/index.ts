export * from './http-url-integration';
export * from './http-url-integration-props';
