export * from './http-service-discovery-integration';
export type * from './http-service-discovery-integration-props';
