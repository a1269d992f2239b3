import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/**
 * The files of the nested stacks of a template. The CDK passes plugins the templates of stacks alone: those of
 * nested stacks are assets beside them.
 */
export function nestedTemplates(templatePath: string, template: unknown): string[] {
  const folder = dirname(templatePath);
  const stacks = Object.values(objectAt(template, 'Resources')).filter((body) => objectAt(body)['Type'] === 'AWS::CloudFormation::Stack');
  const assets = stacks.length === 0 ? new Map<string, unknown>() : assetsIn(folder);
  return stacks
    .map((body) => fileOf(body, assets))
    .filter((name) => typeof name === 'string')
    .map((name) => join(folder, name))
    .filter((path) => !relative(folder, path).startsWith('..') && existsSync(path));
}

/** The CDK's command line has the file's name written into the template; without it, the asset's hash tells. */
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

/** The object at a place in JSON, or an empty one if there is none. */
function objectAt(value: unknown, ...keys: string[]): Record<string, unknown> {
  const here = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  const [key, ...rest] = keys;
  return key === undefined ? here : objectAt(here[key], ...rest);
}
