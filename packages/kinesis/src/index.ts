export * from './http-kinesis-integration';
export type * from './http-kinesis-integration-props';
