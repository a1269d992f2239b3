export * from './http-sqs-integration';
export * from './sqs-message-attribute';
