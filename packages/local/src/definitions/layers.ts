import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { asArray, member, type Resource, wholeReference } from '@apigwv2-integrations/core/engine';
import { UserError } from '../user-error';
import { type FunctionCode, readCode } from './function-code';
import type { PlanContext } from './text-resolvers';

type FileCode = Extract<FunctionCode, { readonly path: string }>;

/** The code of layers that are not in the assembly, by their ARN with or without a version. */
export class GivenLayers {
  private readonly code: ReadonlyMap<string, FileCode>;
  private readonly used = new Set<string>();

  /**
   * @param paths folders or `.zip` files by ARN
   * @throws UserError for a path that is neither
   */
  public constructor(paths: Readonly<Record<string, string>>) {
    this.code = new Map(Object.entries(paths).map(([arn, path]) => [arn, codeAt(arn, path)]));
  }

  public find(arn: string): FileCode | undefined {
    const name = [arn, arn.replace(/:\d+$/, '')].find((each) => this.code.has(each));
    if (name === undefined) {
      return undefined;
    }
    this.used.add(name);
    return this.code.get(name);
  }

  /** @throws UserError for a layer that no function has */
  public checkUsed(): void {
    for (const arn of this.code.keys()) {
      if (!this.used.has(arn)) {
        throw new UserError(`--layer ${arn} is the layer of no function that runs here: remove it, or correct its ARN`);
      }
    }
  }
}

function codeAt(arn: string, path: string): FileCode {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats?.isDirectory()) {
    return { kind: 'folder', path: resolve(path) };
  }
  if (stats?.isFile() && /\.zip$/i.test(path)) {
    return { kind: 'zip', path: resolve(path) };
  }
  throw new UserError(`--layer ${arn}: ${path} is neither a folder nor a .zip file`);
}

/** The code of a function's layers, in their order. Layers that cannot be loaded are reported. */
export function readLayers(fn: Resource, context: PlanContext): readonly FunctionCode[] {
  const layers: FunctionCode[] = [];
  for (const raw of asArray(member(fn.properties, 'Layers'))) {
    const value = context.local.resolver.resolve(raw, fn.template);
    const layer = wholeReference(value)?.resource;
    const arn = context.local.text(value);
    const code =
      context.layers?.find(arn) ??
      (layer?.type === 'AWS::Lambda::LayerVersion'
        ? readCode(layer, 'Content', context)
        : { kind: 'none', reason: `it is not in the assembly: pass --layer ${arn}=<folder or .zip file>` });
    if (code.kind === 'none') {
      context.diagnostics.add(fn.location, `layer ${layer?.path ?? arn} is not loaded, because ${code.reason}`);
    } else {
      layers.push(code);
    }
  }
  return layers;
}
