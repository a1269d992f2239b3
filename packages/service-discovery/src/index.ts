export type * from './http-private-integration-options';
export * from './http-service-discovery-integration';
