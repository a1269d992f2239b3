export * from './http-sqs-integration';
export type * from './http-sqs-integration-props';
export * from './sqs-message-attribute';
