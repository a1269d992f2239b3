export * from './integration';
export * from './path-variables';
export * from './problem';
export { HTTP_TIMEOUT, type TimeoutRange } from './rules/timeout';
