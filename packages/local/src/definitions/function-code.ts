import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathInside, type TemplateFile } from '@apigwv2-integrations/core/assembly';
import { asString, member, type Resource } from '@apigwv2-integrations/core/engine';
import type { LocalValues } from '../template/local-values/local-values';
import { LOCAL_BUCKET, UNBUILT } from '../template/sam/local-code';
import type { PlanContext } from './text-resolvers';

/** The code of a function on this machine. */
export type FunctionCode =
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 'zip'; readonly path: string }
  | { readonly kind: 'inline'; readonly text: string };

/** Why code is not available. */
export interface NoCode {
  readonly kind: 'none';
  readonly reason: string;
}

/**
 * Finds the code to which a property of a resource refers. Files outside the assembly are never read.
 *
 * @param property `Code` of a function, `Content` of a layer
 */
export function readCode(resource: Resource, property: string, { local, files, sourceOf }: PlanContext): FunctionCode | NoCode {
  const code = member(resource.properties, property);
  if (member(code, 'ZipFile') !== undefined) {
    return { kind: 'inline', text: local.property(resource, [property, 'ZipFile']) };
  }
  const uploaded = `s3://${local.property(resource, [property, 'S3Bucket'])}/${local.property(resource, [property, 'S3Key'])}`;
  const file = files.get(resource.template.id);
  const path = file && assetPath(resource, property, local, file);
  if (file === undefined || path === undefined) {
    return { kind: 'none', reason: `its code, ${uploaded}, is not in the assembly: run cdk synth, and pass its cdk.out folder` };
  }
  const buildMethod = member(file.body, 'Resources', resource.logicalId, 'Metadata', UNBUILT);
  if (buildMethod !== undefined) {
    const remedy = 'run sam build, and pass .aws-sam/build/template.yaml';
    return { kind: 'none', reason: `its code, ${path}, is built with ${String(buildMethod)}: ${remedy}` };
  }
  const located = locate(path, file, local.property(resource, [property, 'S3Bucket']) === LOCAL_BUCKET);
  if (located.kind !== 'folder' || isBundled(resource, file)) {
    return located;
  }
  return { kind: 'folder', path: sourceOf?.(located.path) ?? located.path };
}

/** Whether the CDK ran a program that made the asset, which is then no copy of a folder. */
function isBundled({ logicalId }: Resource, { body }: TemplateFile): boolean {
  return member(body, 'Resources', logicalId, 'Metadata', 'aws:asset:is-bundled') === true;
}

function assetPath(resource: Resource, property: string, local: LocalValues, { assets, body }: TemplateFile): string | undefined {
  const metadata = member(body, 'Resources', resource.logicalId, 'Metadata');
  if (asString(member(metadata, 'aws:asset:property'))?.split('.')[0] === property) {
    return asString(member(metadata, 'aws:asset:path'));
  }
  const key = local.property(resource, [property, 'S3Key']);
  const [bucket] = local.resolver.property(resource, property, 'S3Bucket');
  const parameter = bucket?.kind === 'unknown' ? bucket.name : '';
  const hash = /([0-9a-f]{64})\.\w+$/.exec(key)?.[1] ?? '';
  return assets.get(key) ?? assets.get(parameter) ?? assets.get(hash);
}

function locate(name: string, { root, assembly, allowedPaths }: TemplateFile, isUploaded: boolean): FunctionCode | NoCode {
  try {
    const path = resolve(pathInside(root, assembly, name, allowedPaths));
    if (statSync(path).isDirectory()) {
      return { kind: 'folder', path };
    }
    return /\.(?:zip|jar)$/i.test(path)
      ? { kind: 'zip', path }
      : { kind: 'none', reason: `its code, ${name}, is neither a folder nor a .zip or .jar` };
  } catch {
    const remedy = isUploaded
      ? 'run sam build, or allow its folder with --allow-path'
      : 'run cdk synth again, without --no-staging, and pass its cdk.out folder';
    return { kind: 'none', reason: `its code, ${name}, is not within ${root}: ${remedy}` };
  }
}
