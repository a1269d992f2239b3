export * from './http-alb-integration';
export * from './http-alb-integration-props';
export * from './http-nlb-integration';
export * from './http-nlb-integration-props';
