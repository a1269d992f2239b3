export * from './http-app-config-integration';
export * from './http-app-config-integration-props';
