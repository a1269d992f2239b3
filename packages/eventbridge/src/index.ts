export * from './http-event-bridge-integration';
export * from './http-event-bridge-integration-props';
