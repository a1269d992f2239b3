export * from './http-service-discovery-integration';
export * from './http-service-discovery-integration-props';
