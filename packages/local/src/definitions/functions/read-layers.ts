import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { asArray, member, type Resource, wholeReference } from '@apigwv2-integrations/core/engine';
import type { PlanContext } from '../context';
import { readCode } from './read-code';

/** Folders of the modules in a function's layers; layers that are not loaded are told. */
export function readLayers(fn: Resource, runtime: string, context: PlanContext): readonly string[] {
  const { local, diagnostics } = context;
  const version = /\d+/.exec(runtime)?.[0] ?? '';
  const layers = asArray(member(fn.properties, 'Layers'));
  return layers.flatMap((raw) => {
    const value = local.resolver.resolve(raw, fn.template);
    const layer = wholeReference(value)?.resource;
    const code = layer?.type === 'AWS::Lambda::LayerVersion' ? readCode(layer, 'Content', context) : undefined;
    if (code?.kind !== 'folder') {
      const name = layer?.path ?? local.text(value);
      diagnostics.add(
        fn.location,
        `layer ${name} is not loaded, only layers are whose code is a folder in the assembly: bundle what it has into the function`,
      );
      return [];
    }
    // The order in which Lambda looks.
    const folders = ['node_modules', `node${version}/node_modules`].map((folder) => join(code.path, 'nodejs', folder));
    return folders.filter((folder) => existsSync(folder));
  });
}
