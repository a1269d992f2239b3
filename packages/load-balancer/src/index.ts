export * from './http-alb-integration';
export type * from './http-alb-integration-props';
export * from './http-nlb-integration';
export type * from './http-nlb-integration-props';
