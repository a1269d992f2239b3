export * from './http-kinesis-integration';
export * from './http-kinesis-integration-props';
