import { readdir, readlink, realpath } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { CodeError } from './unzip';

/**
 * Refuses a folder with a link that leads out of it. The CDK copies what such links lead to when it stages an asset and keeps
 * those within the asset, so a staged asset has none of them.
 *
 * @throws CodeError with the first such link
 */
export async function checkLinks(folder: string): Promise<void> {
  const root = await realpath(folder);
  for (const path of await linksIn(folder)) {
    const target = await targetOf(path);
    if (target !== root && !target.startsWith(root + sep)) {
      throw new CodeError(
        `its link ${relative(folder, path)} leads out of ${folder}, to ${target}: run cdk synth again, or pass --allow-external-links`,
      );
    }
  }
}

async function linksIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const links = entries.filter((entry) => entry.isSymbolicLink()).map(({ name }) => join(folder, name));
  const below = await Promise.all(entries.filter((entry) => entry.isDirectory()).map(({ name }) => linksIn(join(folder, name))));
  return [...links, ...below.flat()];
}

/** Of a link to what is not there, where it would be. */
async function targetOf(path: string): Promise<string> {
  const folder = await realpath(dirname(path));
  return realpath(path).catch(async () => resolve(folder, await readlink(path)));
}
