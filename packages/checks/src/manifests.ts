import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { objectAt } from './json';

/** What a cloud assembly says of the stack of a template. */
export interface StackFacts {
  readonly stackName?: string;
  readonly region?: string;
  readonly account?: string;
}

/** Tells what the manifests beside templates say of their stacks; each is read once. */
export class Manifests {
  private readonly folders = new Map<string, ReadonlyMap<string, StackFacts>>();

  /** Of the stack of a template: nothing, if there is no manifest, or if the stack is a nested one. */
  public of(templatePath: string): StackFacts {
    const folder = dirname(templatePath);
    const known = this.folders.get(folder) ?? read(join(folder, 'manifest.json'));
    this.folders.set(folder, known);
    return known.get(basename(templatePath)) ?? {};
  }
}

/** The stacks of a manifest, by the names of their templates. */
function read(file: string): ReadonlyMap<string, StackFacts> {
  const manifest: unknown = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  return new Map(
    Object.entries(objectAt(manifest, 'artifacts')).map(([name, artifact]) => {
      const { templateFile, stackName = name } = objectAt(artifact, 'properties');
      const [, account, region] = /^aws:\/\/([^/]*)\/(.*)$/.exec(String(objectAt(artifact)['environment'])) ?? [];
      return [String(templateFile), { stackName: String(stackName), region: known(region), account: known(account) }];
    }),
  );
}

const known = (text: string | undefined): string | undefined => (text?.startsWith('unknown-') ? undefined : text);
