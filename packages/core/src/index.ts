export * from './http/http-integration-base';
export * from './http/http-integration-options';
export * from './http/http-integration-target';
export * from './mapping/mapping-value';
export * from './mapping/parameter-mapping';
export * from './problems/integration-errors';
export * from './problems/integration-problem';
export * from './problems/problem-severity';
