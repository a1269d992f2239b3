export type { AssemblyTemplate } from './assembly';
export { type AssemblyFinding, checkTemplate, checkTemplates } from './check-template';
export type { Finding } from './finding';
