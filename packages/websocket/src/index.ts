export * from './websocket-aws-integration';
export * from './websocket-dynamodb-attribute';
export * from './websocket-dynamodb-put-item-integration';
export * from './websocket-http-integration';
export * from './websocket-lambda-integration';
export * from './websocket-mock-integration';
export * from './websocket-sqs-integration';
export * from './websocket-template-value';
