export * from './http-app-config-integration';
export type * from './http-app-config-integration-props';
