export * from './http-sqs-integration';
export * from './http-sqs-integration-props';
export * from './sqs-message-attribute';
