export * from './http-url-integration';
