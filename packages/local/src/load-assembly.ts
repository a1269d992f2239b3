import { statSync } from 'node:fs';
import { relative } from 'node:path';
import { AssemblyError, type AssemblyFiles, printLocation, printPath, readAssembly } from '@apigwv2-integrations/core/assembly';
import { type ExpandedTemplate, expandTemplate } from './template/expand-template';
import { parseTemplate } from './template/parse-template';
import { UserError } from './user-error';

/** All templates of a path, with what transforms and imports make of them. */
export interface LoadedAssembly extends AssemblyFiles {
  readonly templates: readonly ExpandedTemplate[];
}

/**
 * Reads a cloud assembly folder or a template file that a user names.
 *
 * @param allowedPaths folders whose files a template may name, beside its own
 * @throws UserError if it cannot be read
 */
export function loadAssembly(source: string, allowedPaths?: readonly string[]): LoadedAssembly {
  try {
    const assembly = readAssembly(source, { parser: parseTemplate, allowedPaths });
    return { ...assembly, templates: assembly.templates.map(expandTemplate) };
  } catch (error) {
    throw error instanceof AssemblyError ? new UserError(error.message) : error;
  }
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
}

/** Looks up the line of the user's code that created a construct, else the line of the template. */
export function sourceOf(template: ExpandedTemplate | undefined, { logicalId, constructPath, property }: WrittenPlace): Source {
  const location = template?.sources.get(constructPath ?? '');
  if (location === undefined) {
    const position = template?.locate(logicalId, property);
    const path = printPath(template?.file ?? '');
    return position === undefined ? {} : { sourceLocation: `${path}:${position.line}`, position: { file: path, ...position } };
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
  const changed = [...files].filter((file) => (modified(file) ?? 0) > written);
  return changed.length === 0
    ? undefined
    : `${source} is older than ${changed.map((file) => relative(process.cwd(), file)).join(', ')}: run cdk synth again`;
}

function modified(file: string): number | undefined {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs;
}
