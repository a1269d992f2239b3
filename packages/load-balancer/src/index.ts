export * from './http-alb-integration';
export * from './http-nlb-integration';
