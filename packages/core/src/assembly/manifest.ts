import { join } from 'node:path';
import { asString, isObject, type JsonObject, member } from '../engine';
import { type AssetFiles, manifestAssets } from './assets';
import { AssemblyError, readJson } from './json-file';
import { pathInside } from './paths';

/** The stack of a cloud assembly, from its manifest. */
export interface StackArtifact {
  readonly displayName: string;
  readonly stackName: string;
  readonly templateFile: string;
  readonly region?: string;
  readonly account?: string;
  /** The manifest's metadata of the stack. */
  readonly metadata: unknown;
  readonly metadataFile?: string;
}

/** What a cloud assembly consists of, in the order of its manifest. */
export interface Manifest {
  readonly artifacts: readonly ({ readonly kind: 'stack'; readonly stack: StackArtifact } | NestedAssembly)[];
  /** The file assets of all stacks. */
  assets(root: string): AssetFiles;
}

interface NestedAssembly {
  readonly kind: 'assembly';
  readonly directoryName: string;
}

/**
 * Reads the manifest of a cloud assembly.
 *
 * @throws AssemblyError for a file that is no such manifest
 */
export function readManifest(folder: string): Manifest {
  const entries = Object.entries(artifactsOf(folder));
  return {
    artifacts: entries.flatMap(([name, artifact]): Manifest['artifacts'] => {
      switch (member(artifact, 'type')) {
        case 'aws:cloudformation:stack':
          return [{ kind: 'stack', stack: stackArtifact(folder, name, artifact) }];
        case 'cdk:cloud-assembly':
          return [{ kind: 'assembly', directoryName: fileNameIn(folder, name, artifact, 'directoryName') }];
        default:
          return [];
      }
    }),
    assets: (root) => {
      const manifests = entries.filter(([, artifact]) => member(artifact, 'type') === 'cdk:asset-manifest');
      const files = manifests.map(([name, artifact]) => pathInside(root, folder, fileNameIn(folder, name, artifact, 'file')));
      return new Map(files.flatMap((file) => [...manifestAssets(file)]));
    },
  };
}

function artifactsOf(folder: string): JsonObject {
  const file = join(folder, 'manifest.json');
  const manifest = readJson(file);
  const artifacts = member(manifest, 'artifacts') ?? {};
  if (!isObject(artifacts) || member(manifest, 'version') === undefined) {
    throw new AssemblyError(`${file} is no manifest of a cloud assembly: run cdk synth and pass its cdk.out folder`);
  }
  return artifacts;
}

function stackArtifact(folder: string, name: string, artifact: unknown): StackArtifact {
  const [, account, region] = /^aws:\/\/([^/]*)\/(.*)$/.exec(asString(member(artifact, 'environment')) ?? '') ?? [];
  return {
    displayName: asString(member(artifact, 'displayName')) ?? name,
    stackName: asString(member(artifact, 'properties', 'stackName')) ?? name,
    templateFile: fileNameIn(folder, name, artifact, 'templateFile'),
    account: specific(account),
    region: specific(region),
    metadata: member(artifact, 'metadata'),
    metadataFile: asString(member(artifact, 'additionalMetadataFile')),
  };
}

function fileNameIn(folder: string, artifact: string, value: unknown, property: string): string {
  const name = asString(member(value, 'properties', property));
  if (name === undefined) {
    throw new AssemblyError(`${artifact} has no ${property} in ${join(folder, 'manifest.json')}: run cdk synth again`);
  }
  return name;
}

/** Environment-agnostic stacks have `unknown-account` and `unknown-region`. */
function specific(value: string | undefined): string | undefined {
  return value?.startsWith('unknown-') ? undefined : value;
}
