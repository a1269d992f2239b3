export { AssemblyError, errorCode } from './json-file';
export type { Judgements } from './judgements';
export { pathInside } from './paths';
export { readAssembly } from './read-assembly';
export { readTemplates } from './read-templates';
export { printLocation, printPath, type SourceLocation } from './source-locations';
export { type AssemblyFiles, constructPaths, type TemplateFile } from './template-file';
