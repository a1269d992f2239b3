import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { asObject, member } from '@apigwv2-integrations/core/engine';
import { readJson } from './read-json';

/** The assembly in which a folder's assets lie: those of a CDK stage are in the assembly that names the stage's. */
export function outermost(folder: string): string {
  const whole = resolve(folder);
  const parent = dirname(whole);
  return parent !== whole && names(parent, basename(whole)) ? outermost(parent) : folder;
}

function names(parent: string, directory: string): boolean {
  const file = join(parent, 'manifest.json');
  try {
    return (
      existsSync(file) &&
      Object.values(asObject(member(readJson(file), 'artifacts'))).some(
        (artifact) => member(artifact, 'type') === 'cdk:cloud-assembly' && member(artifact, 'properties', 'directoryName') === directory,
      )
    );
  } catch {
    // Whatever it is, it is not what was asked for.
    return false;
  }
}
