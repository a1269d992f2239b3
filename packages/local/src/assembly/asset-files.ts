import { existsSync } from 'node:fs';
import { asArray, asObject, asString, member } from '@apigwv2-integrations/core/engine';
import { inside } from './inside';
import { readJson } from './read-json';

/** Paths of file assets, by what a template may name them with. */
export type AssetFiles = ReadonlyMap<string, string>;

/** Reads an asset manifest: each file's path by its hash and by the key under which it is uploaded. */
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

/** Reads the assets that a stack's metadata names, as apps without bootstrap version 2 have it: by hash, and by the bucket's parameter. */
export function metadataAssets(metadata: unknown): AssetFiles {
  const entries = Object.values(asObject(metadata)).flatMap(asArray);
  const assets = entries.filter((entry) => member(entry, 'type') === 'aws:cdk:asset').map((entry) => member(entry, 'data'));
  return new Map(
    assets.flatMap((asset) => {
      const path = asString(member(asset, 'path'));
      const names = ['sourceHash', 's3BucketParameter'].map((name) => asString(member(asset, name)));
      return path === undefined ? [] : names.flatMap((name) => (name === undefined ? [] : [[name, path] as const]));
    }),
  );
}

/** The assets of the manifest that the CDK writes beside a template file. */
export function assetsBeside(templateFile: string, folder: string): AssetFiles {
  const manifest = templateFile.replace(/\.template\.json$/, '.assets.json');
  return manifest !== templateFile && existsSync(manifest) ? manifestAssets(inside(folder, folder, manifest)) : new Map();
}
