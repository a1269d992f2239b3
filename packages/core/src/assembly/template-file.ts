import { asArray, asObject, asString, type JsonObject, member, type Template } from '../engine';
import type { AssetFiles } from './assets';
import type { Judgements } from './judgements';
import type { DuplicateKey, TextPosition } from './parsed-template';
import type { SourceLocation } from './source-locations';

/** A template that was read from a file. */
export interface TemplateFile extends Template {
  readonly stack: string;
  readonly file: string;
  /** The folder of the (nested) cloud assembly that contains it. */
  readonly assembly: string;
  /** No file outside of this folder is read. */
  readonly root: string;
  /** Paths of file assets relative to the assembly's folder: by hash, by upload key, and by the parameter of the bucket. */
  readonly assets: AssetFiles;
  readonly body: JsonObject;
  readonly constructPaths: ReadonlyMap<string, string>;
  /** The line of the user's code that created each construct, by construct path. */
  readonly sources: ReadonlyMap<string, SourceLocation>;
  /** What the app says about the findings of its constructs. */
  readonly judgements: Judgements;
  /** Folders outside of the root whose files may be read, too. @default none */
  readonly allowedPaths?: readonly string[];
  /** Keys that their maps have more than once. @default none */
  readonly duplicateKeys?: readonly DuplicateKey[];
  /** Line and column of a member of the document, by its path. @default unknown */
  position?(path: readonly string[]): TextPosition | undefined;
}

/** All templates of a path. */
export interface AssemblyFiles {
  /** The path as it was passed. */
  readonly source: string;
  readonly kind: 'assembly' | 'template';
  readonly templates: readonly TemplateFile[];
}

/** Construct path and logical ID of a resource, from the assembly's metadata. */
export interface LogicalIdEntry {
  readonly path: string;
  readonly logicalId: string;
}

/** Reads `{ '/Stack/Fn/Resource': [{ type: 'aws:cdk:logicalId', data: 'FnABC' }] }` from a manifest or a metadata file. */
export function logicalIds(metadata: unknown): readonly LogicalIdEntry[] {
  return Object.entries(asObject(metadata)).flatMap(([path, entries]) =>
    asArray(entries)
      .filter((entry) => member(entry, 'type') === 'aws:cdk:logicalId')
      .map((entry) => ({ path: path.replace(/^\//, ''), logicalId: asString(member(entry, 'data')) ?? '' })),
  );
}

/**
 * The construct path of each resource of a template: from the template's own metadata, else from the assembly's,
 * which also exists when an app is synthesized without the CDK's command line.
 */
export function constructPaths(body: JsonObject, entries: readonly LogicalIdEntry[], stackPath?: string): ReadonlyMap<string, string> {
  const paths = new Map<string, string>();
  for (const { path, logicalId } of entries) {
    if (stackPath === undefined || path.startsWith(`${stackPath}/`)) {
      paths.set(logicalId, path);
    }
  }
  for (const [logicalId, resource] of Object.entries(asObject(member(body, 'Resources')))) {
    const path = asString(member(resource, 'Metadata', 'aws:cdk:path'));
    if (path !== undefined) {
      paths.set(logicalId, path);
    }
  }
  return paths;
}
