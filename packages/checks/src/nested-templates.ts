import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { objectAt } from './json';

/** The template of a nested stack, and the resource that deploys it. */
export interface NestedTemplate {
  readonly path: string;
  readonly logicalId: string;
}

/**
 * The files of the nested stacks of a template. The CDK passes plugins the templates of stacks alone: those of
 * nested stacks are assets beside them.
 */
export function nestedTemplates(templatePath: string, template: unknown): NestedTemplate[] {
  const folder = dirname(templatePath);
  const stacks = Object.entries(objectAt(template, 'Resources')).filter(
    ([, body]) => objectAt(body)['Type'] === 'AWS::CloudFormation::Stack',
  );
  const assets = stacks.length === 0 ? new Map<string, unknown>() : assetsIn(folder);
  return stacks.flatMap(([logicalId, body]) => {
    const name = fileOf(body, assets);
    const path = typeof name === 'string' ? join(folder, name) : undefined;
    return path !== undefined && !relative(folder, path).startsWith('..') && existsSync(path) ? [{ path, logicalId }] : [];
  });
}

/** The CDK CLI writes the file name into the template; without it, the hash of the asset identifies the file. */
function fileOf(body: unknown, assets: ReadonlyMap<string, unknown>): unknown {
  const name = objectAt(body, 'Metadata')['aws:asset:path'];
  const url = JSON.stringify(objectAt(body, 'Properties'));
  const hash = /([0-9a-f]{64})\.json/.exec(url)?.[1];
  return name ?? assets.get(hash ?? '');
}

/** The file of each asset of a cloud assembly, by the asset's hash. */
function assetsIn(folder: string): Map<string, unknown> {
  const manifests = readdirSync(folder).filter((name) => name.endsWith('.assets.json'));
  const files = manifests.flatMap((name) => {
    const manifest: unknown = JSON.parse(readFileSync(join(folder, name), 'utf8'));
    return Object.entries(objectAt(manifest, 'files'));
  });
  return new Map(files.map(([hash, asset]) => [hash, objectAt(asset, 'source')['path']]));
}
