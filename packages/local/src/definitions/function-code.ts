import { existsSync, statSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { findExistingFile, pathInside, type TemplateFile } from '@apigwv2-integrations/core/assembly';
import { asString, member, type Resource } from '@apigwv2-integrations/core/engine';
import type { LocalValues } from '../template/local-values/local-values';
import { describeProblem, type ProblemText } from '../template/problem';
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
  /** The property that is the cause. @default unknown */
  readonly property?: string;
}

/**
 * Finds the code to which a property of a resource refers. Files outside the assembly are never read.
 *
 * @param property `Code` of a function, `Content` of a layer
 */
export function readCode(resource: Resource, property: UploadedProperty, { local, files, sourceOf }: PlanContext): FunctionCode | NoCode {
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
  const located = locate(path, file, local.property(resource, [property, 'S3Bucket']) === LOCAL_BUCKET ? property : undefined);
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

/** @param uploaded the property whose code a deployment uploads, in contrast to an asset of the CDK */
function locate(name: string, template: TemplateFile, uploaded: UploadedProperty | undefined): FunctionCode | NoCode {
  const problem = codeProblem(name, template, uploaded !== undefined);
  if (problem !== undefined) {
    const property = uploaded === undefined ? undefined : `Properties/${SAM_PROPERTIES[uploaded]}`;
    return { kind: 'none', reason: describeProblem(problem), property };
  }
  const path = resolve(pathInside(template.root, template.assembly, name, template.allowedPaths));
  return { kind: statSync(path).isDirectory() ? 'folder' : 'zip', path };
}

/** What SAM calls these properties. */
export const SAM_PROPERTIES = { Code: 'CodeUri', Content: 'ContentUri' } as const;

/** Properties with code. */
export type UploadedProperty = keyof typeof SAM_PROPERTIES;

/**
 * Why the code that a template names is not read.
 *
 * @param name path relative to the folder of the template
 * @param isUploaded whether a deployment uploads it, in contrast to an asset of the CDK
 * @returns undefined if it is a folder or an archive that may be read
 */
export function codeProblem(name: string, template: TemplateFile, isUploaded: boolean): ProblemText | undefined {
  const file = findExistingFile(template, name);
  if (file !== undefined) {
    const isCode = statSync(file).isDirectory() || /\.(?:zip|jar)$/i.test(file);
    return isCode
      ? undefined
      : { message: `its code, ${name}, is neither a folder nor a .zip or .jar`, remedy: 'name a folder or an archive' };
  }
  const path = resolve(template.assembly, name);
  if (!isUploaded) {
    const problem = existsSync(path) ? 'is outside of the cloud assembly' : 'does not exist';
    return { message: `its code, ${name}, ${problem}`, remedy: 'run cdk synth again, without --no-staging, and pass its cdk.out folder' };
  }
  if (existsSync(path)) {
    const allowed = quoted(relative(process.cwd(), path) || '.');
    return { message: `its code, ${name}, is outside of the folder of the template`, remedy: `allow it with --allow-path ${allowed}` };
  }
  return { message: `its code, ${name}, does not exist`, remedy: 'create it, or run sam build and pass .aws-sam/build/template.yaml' };
}

function quoted(path: string): string {
  return /^[\w./@-]+$/.test(path) ? path : `'${path}'`;
}
