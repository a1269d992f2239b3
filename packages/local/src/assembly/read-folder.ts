import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { asString, isObject, type JsonObject, member } from '@apigwv2-integrations/core/engine';
import { UserError } from '../user-error';
import { type AssetFiles, manifestAssets, metadataAssets } from './asset-files';
import { constructPaths, logicalIds } from './construct-paths';
import { inside } from './inside';
import { withNestedStacks } from './nested-stacks';
import { outermost } from './outermost';
import { readJson } from './read-json';
import type { TemplateFile } from './template';

/** Reads a cloud assembly: its stacks, their nested stacks, and the assemblies of its stages. */
export function readFolder(root: string): readonly TemplateFile[] {
  if (!existsSync(join(root, 'manifest.json'))) {
    throw new UserError(`${root} has no manifest.json, so it is no cloud assembly: run cdk synth and pass its cdk.out folder`);
  }
  return readAssembly(outermost(root), root, new Set());
}

function readAssembly(root: string, folder: string, seen: Set<string>): readonly TemplateFile[] {
  const place = realpathSync(folder);
  if (seen.has(place)) {
    throw new UserError(`${join(folder, 'manifest.json')} names itself as an assembly within itself: run cdk synth again`);
  }
  seen.add(place);
  const artifacts = artifactsOf(folder);
  const assets = assetFiles(root, folder, artifacts);
  return Object.entries(artifacts).flatMap(([name, artifact]) => {
    switch (member(artifact, 'type')) {
      case 'aws:cloudformation:stack':
        return readStack(root, folder, name, artifact, assets);
      case 'cdk:cloud-assembly':
        return readAssembly(root, inside(root, folder, nameIn(folder, name, artifact, 'directoryName')), seen);
      default:
        return [];
    }
  });
}

function artifactsOf(folder: string): JsonObject {
  const file = join(folder, 'manifest.json');
  const manifest = readJson(file);
  const artifacts = member(manifest, 'artifacts') ?? {};
  if (!isObject(artifacts) || member(manifest, 'version') === undefined) {
    throw new UserError(`${file} is no manifest of a cloud assembly: run cdk synth and pass its cdk.out folder`);
  }
  return artifacts;
}

function readStack(root: string, folder: string, name: string, artifact: unknown, assets: AssetFiles): readonly TemplateFile[] {
  const file = inside(root, folder, nameIn(folder, name, artifact, 'templateFile'));
  const body = readJson(file);
  const displayName = asString(member(artifact, 'displayName')) ?? name;
  const metadataFile = asString(member(artifact, 'additionalMetadataFile'));
  const metadata = [member(artifact, 'metadata'), metadataFile === undefined ? {} : readJson(inside(root, folder, metadataFile))];
  const entries = metadata.flatMap(logicalIds);
  const path = displayName.replace(/ \(.*\)$/, '');
  const template: TemplateFile = {
    id: file,
    stack: displayName,
    stackName: asString(member(artifact, 'properties', 'stackName')) ?? name,
    path,
    file,
    assembly: folder,
    root,
    assets: new Map([...assets, ...metadata.flatMap((each) => [...metadataAssets(each)])]),
    ...environment(member(artifact, 'environment')),
    body,
    // The paths of nested stacks lie below their parent's: they come first, so that an id of the parent wins.
    constructPaths: constructPaths(
      body,
      [...entries].sort((a, b) => depth(b.path) - depth(a.path)),
      path,
    ),
  };
  return withNestedStacks(template, entries);
}

function depth(path: string): number {
  return path.split('/').length;
}

function nameIn(folder: string, artifact: string, value: unknown, property: string): string {
  const name = asString(member(value, 'properties', property));
  if (name === undefined) {
    throw new UserError(`${artifact} has no ${property} in ${join(folder, 'manifest.json')}: run cdk synth again`);
  }
  return name;
}

function environment(value: unknown): Pick<TemplateFile, 'account' | 'region'> {
  const [, account, region] = /^aws:\/\/([^/]*)\/(.*)$/.exec(asString(value) ?? '') ?? [];
  return { account: known(account), region: known(region) };
}

function known(value: string | undefined): string | undefined {
  return value?.startsWith('unknown-') ? undefined : value;
}

function assetFiles(root: string, folder: string, artifacts: JsonObject): AssetFiles {
  const manifests = Object.entries(artifacts).filter(([, artifact]) => member(artifact, 'type') === 'cdk:asset-manifest');
  return new Map(
    manifests.flatMap(([name, artifact]) => [...manifestAssets(inside(root, folder, nameIn(folder, name, artifact, 'file')))]),
  );
}
