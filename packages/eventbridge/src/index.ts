export * from './http-event-bridge-integration';
