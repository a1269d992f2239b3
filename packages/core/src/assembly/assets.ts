import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { asArray, asObject, asString, member } from '../engine';
import { readJson } from './json-file';
import { pathInside } from './paths';

/** Paths of file assets, by every name that a template may have for them. */
export type AssetFiles = ReadonlyMap<string, string>;

/** Reads an asset manifest: the path of each file by its hash and by the key under which it is uploaded. */
export function manifestAssets(file: string): AssetFiles {
  const files = new Map<string, string>();
  for (const [hash, asset] of Object.entries(asObject(member(readJson(file), 'files')))) {
    const path = asString(member(asset, 'source', 'path'));
    if (path !== undefined) {
      files.set(hash, path);
      for (const destination of Object.values(asObject(member(asset, 'destinations')))) {
        files.set(asString(member(destination, 'objectKey')) ?? hash, path);
      }
    }
  }
  return files;
}

/** Reads the assets in a stack's metadata, which apps without bootstrap version 2 have: by hash, and by the bucket's parameter. */
export function metadataAssets(metadata: unknown): AssetFiles {
  const entries = Object.values(asObject(metadata)).flatMap(asArray);
  const assets = entries.filter((entry) => member(entry, 'type') === 'aws:cdk:asset').map((entry) => member(entry, 'data'));
  const files = new Map<string, string>();
  for (const asset of assets) {
    const path = asString(member(asset, 'path'));
    const names = ['sourceHash', 's3BucketParameter'].map((name) => asString(member(asset, name)));
    for (const name of names) {
      if (name !== undefined && path !== undefined) {
        files.set(name, path);
      }
    }
  }
  return files;
}

/** The assets of the manifest that the CDK writes beside a template file. */
export function assetsBeside(templateFile: string, folder: string): AssetFiles {
  const manifest = templateFile.replace(/\.template\.json$/, '.assets.json');
  return manifest !== templateFile && existsSync(manifest) ? manifestAssets(pathInside(folder, folder, basename(manifest))) : new Map();
}

/**
 * The path of the OpenAPI document of an API in the assembly.
 *
 * @param location the `BodyS3Location` of the API
 * @returns undefined for a document that is not one of the assets
 */
export function documentAsset(location: unknown, assets: AssetFiles): string | undefined {
  const key = member(location, 'Key');
  const name = asString(key) ?? asString(member(key, 'Fn::Sub'));
  return name === undefined ? undefined : (assets.get(name) ?? assets.get(name.replace(/\.\w+$/, '')));
}
