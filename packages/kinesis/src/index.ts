export * from './http-kinesis-integration';
