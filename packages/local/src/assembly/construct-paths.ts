import { asArray, asObject, asString, type JsonObject, member } from '@apigwv2-integrations/core/engine';

/** One resource that the assembly's metadata names: its construct path and its logical id. */
export interface LogicalIdEntry {
  readonly path: string;
  readonly logicalId: string;
}

/** Reads `{ '/Stack/Fn/Resource': [{ type: 'aws:cdk:logicalId', data: 'FnABC' }] }`, as a manifest or its metadata file holds it. */
export function logicalIds(metadata: unknown): readonly LogicalIdEntry[] {
  return Object.entries(asObject(metadata)).flatMap(([path, entries]) =>
    asArray(entries)
      .filter((entry) => member(entry, 'type') === 'aws:cdk:logicalId')
      .map((entry) => ({ path: path.replace(/^\//, ''), logicalId: asString(member(entry, 'data')) ?? '' })),
  );
}

/**
 * The construct path of each resource of a template: what the template says itself, else what the assembly's metadata
 * says, which is there also when an app is synthesized without the CDK's command line.
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
