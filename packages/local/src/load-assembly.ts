import { statSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import {
  AssemblyError,
  type AssemblyFiles,
  printLocation,
  printPath,
  readAssembly,
  type TemplateFile,
  type TextPosition,
} from '@apigwv2-integrations/core/assembly';
import { type ExpandedTemplate, expandTemplate, type PositionInFile } from './template/expand-template';
import { templateBeforeBuild, templatesIn } from './template/find-templates';
import { Includes } from './template/includes';
import { parseTemplate } from './template/parse-template';
import { UserError } from './user-error';

/** All templates of a path, with what transforms and imports make of them. */
export interface LoadedAssembly extends AssemblyFiles {
  readonly templates: readonly ExpandedTemplate[];
}

/** What is read beside a cloud assembly or a template. */
export interface ReadOptions {
  /** Further cloud assemblies, templates and folders of templates, which are deployed together with the first one. @default none */
  readonly otherPaths?: readonly string[];
  /** Folders whose files a template may name, beside its own: code, included files and nested templates. @default none */
  readonly allowedPaths?: readonly string[];
}

/**
 * Reads a cloud assembly folder, a template file, or a folder of templates that a user names.
 *
 * @throws UserError if it cannot be read
 */
export function loadAssembly(source: string, { otherPaths = [], allowedPaths }: ReadOptions = {}): LoadedAssembly {
  try {
    const sources = [source, ...otherPaths].flatMap((path) => templatesIn(path) ?? [path]);
    const assemblies = sources.map((path) => readAssembly(path, { parser: parseTemplate, allowedPaths }));
    const kind = assemblies.every((assembly) => assembly.kind === 'template') ? 'template' : 'assembly';
    return { source, kind, templates: eachOnce(assemblies.flatMap(({ templates }) => templates)).map(expand) };
  } catch (error) {
    throw error instanceof AssemblyError ? new UserError(error.message) : error;
  }
}

function expand(template: TemplateFile): ExpandedTemplate {
  return expandTemplate(template, new Includes(template));
}

/** A template that others nest is not read for itself, too. */
function eachOnce(templates: readonly TemplateFile[]): readonly TemplateFile[] {
  const nested = new Set(templates.filter(({ nestedIn }) => nestedIn !== undefined).map(({ file }) => resolve(file)));
  const found = new Map<string, TemplateFile>();
  for (const template of templates) {
    const isNestedElsewhere = template.nestedIn === undefined && nested.has(resolve(template.file));
    if (!isNestedElsewhere && !found.has(template.id)) {
      found.set(template.id, template);
    }
  }
  return [...found.values()];
}

/** A position in a file. */
export interface SourcePosition {
  /** Relative to the current folder, if the file is in it. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. @default - unknown */
  readonly column?: number;
}

/** The line of the user's code that created a construct, if the metadata of the assembly has it, or the line of a template. */
export interface Source {
  /** For messages, such as `app.ts:17`. */
  readonly sourceLocation?: string;
  /** Where `sourceLocation` is. */
  readonly position?: SourcePosition;
}

/** A property of a resource, or the whole resource. */
export interface WrittenPlace {
  readonly logicalId: string;
  readonly constructPath?: string;
  /** Such as `Properties/RouteKey`. @default the whole resource */
  readonly property?: string;
  /** Line and column in the template, if they are known already. @default those of the property */
  readonly position?: TextPosition;
}

/** Looks up the line of the user's code that created a construct, else the line of the template. */
export function sourceOf(
  template: ExpandedTemplate | undefined,
  { logicalId, constructPath, property, position: known }: WrittenPlace,
): Source {
  const location = template?.sources.get(constructPath ?? '');
  if (location === undefined) {
    const position: PositionInFile | undefined = known ?? template?.locate(logicalId, property);
    const path = printPath(position?.file ?? template?.file ?? '');
    return position === undefined
      ? {}
      : { sourceLocation: `${path}:${position.line}`, position: { line: position.line, column: position.column, file: path } };
  }
  const { file, line, column } = location;
  return { sourceLocation: printLocation(location), position: { file: printPath(file), line, column } };
}

/**
 * Compares an assembly with the source files that its metadata names.
 *
 * @returns a warning if a source file was changed after the assembly was written; undefined otherwise
 */
export function staleWarning({ source, templates }: AssemblyFiles): string | undefined {
  const files = new Set(templates.flatMap(({ sources }) => [...sources.values()].map(({ file }) => file)));
  const written = Math.max(...templates.map(({ file }) => modified(file) ?? Number.NEGATIVE_INFINITY));
  const isNewer = (file: string) => (modified(file) ?? 0) > written;
  const changed = [...files].filter(isNewer).map((file) => relative(process.cwd(), file));
  const unbuilt = templates.flatMap(({ file }) => templateBeforeBuild(file) ?? []).filter(isNewer);
  if (unbuilt.length > 0) {
    return `${source} is older than ${unbuilt.join(', ')}: run sam build again`;
  }
  return changed.length === 0 ? undefined : `${source} is older than ${changed.join(', ')}: run cdk synth again`;
}

function modified(file: string): number | undefined {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs;
}
