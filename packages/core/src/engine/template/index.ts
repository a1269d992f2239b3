export { checkTemplate } from './check-template';
export type { Finding } from './finding';
