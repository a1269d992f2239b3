export * from './http-app-config-integration';
