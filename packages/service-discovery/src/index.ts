export * from './http-service-discovery-integration';
