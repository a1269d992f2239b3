export * from './check';
export * from './evaluate';
export * from './parse';
export * from './select';
export * from './service-objects';
export * from './tree';
