export * from './http-alb-integration';
export * from './http-nlb-integration';
export type * from './http-private-integration-options';
