export * from './evaluate';
export * from './parse';
export { INPUT_MEMBERS, UTIL_MEMBERS, type VelocityInput } from './service-objects';
export * from './tree';
