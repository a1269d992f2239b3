export * from './api-gateway-v2-checks';
export type * from './api-gateway-v2-checks-props';
