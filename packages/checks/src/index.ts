export * from './api-gateway-v2-checks';
export * from './api-gateway-v2-checks-props';
