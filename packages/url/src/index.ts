export * from './http-url-integration';
export type * from './http-url-integration-props';
