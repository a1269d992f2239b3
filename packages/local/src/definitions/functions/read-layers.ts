import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { asArray, member } from '../../json';
import type { Resource } from '../../template/values/resource';
import { wholeReference } from '../../template/values/segment';
import type { PlanContext } from '../context';
import { placeOf } from '../display/resource-location';
import { readCode } from './read-code';

/** Folders of the modules in a function's layers; layers that are not loaded are told. */
export function readLayers(fn: Resource, runtime: string, { local, diagnostics }: PlanContext): readonly string[] {
  const version = /\d+/.exec(runtime)?.[0] ?? '';
  const layers = asArray(member(fn.properties, 'Layers'));
  return layers.flatMap((raw) => {
    const value = local.resolver.resolve(raw, fn.template);
    const layer = wholeReference(value)?.resource;
    const code = layer?.type === 'AWS::Lambda::LayerVersion' ? readCode(layer, 'Content', local) : undefined;
    if (code?.kind !== 'folder') {
      const name = layer?.path ?? local.text(value);
      diagnostics.add(
        placeOf(fn),
        `layer ${name} is not loaded, only layers are whose code is a folder in the assembly: bundle what it has into the function`,
      );
      return [];
    }
    // The order in which Lambda looks.
    const folders = ['node_modules', `node${version}/node_modules`].map((folder) => join(code.path, 'nodejs', folder));
    return folders.filter((folder) => existsSync(folder));
  });
}
