export { documentAsset } from './assets';
export { AssemblyError, errorCode, readJson, readText } from './json-file';
export type { Judgements } from './judgements';
export type { ParsedTemplate, TemplateParser, TextPosition } from './parsed-template';
export { pathInside } from './paths';
export { type AssemblyOptions, readAssembly } from './read-assembly';
export { readTemplates } from './read-templates';
export { printLocation, printPath, type SourceLocation } from './source-locations';
export { type AssemblyFiles, constructPaths, type TemplateFile } from './template-file';
