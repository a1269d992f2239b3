export * from './http-event-bridge-integration';
export type * from './http-event-bridge-integration-props';
