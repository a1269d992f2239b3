import { execFileSync } from 'node:child_process';
import { inc } from 'semver';
import { NPM_SCOPE } from '../family';
import { breaksSince, git, lastTagOf } from './history';
import { packagesOnDisk, peersOf, writePeer } from './packages-on-disk';

/**
 * Updates the version of each changed package. For the first release, the versions on disk are only tagged, because
 * lerna would increase 1.0.0.
 */
if (git('tag', '--list', `${NPM_SCOPE}/*`) !== '') {
  breakDependents();
  execFileSync('npx', ['lerna', 'version', '--yes', ...process.argv.slice(2)], { stdio: 'inherit' });
} else {
  const tags = packagesOnDisk().map(({ manifest }) => `${manifest.name}@${manifest.version}`);
  for (const tag of tags) {
    git('tag', '--annotate', tag, '--message', tag);
  }
  git('push', 'origin', ...tags);
  console.log(`created the tags of the first release: ${tags.join(', ')}`);
}

/**
 * Commits a breaking change to each package whose peer has one, because its users must upgrade to the new major version
 * of the peer. lerna alone would release a patch, and installations with the old range would fail.
 */
function breakDependents(): void {
  const packages = packagesOnDisk();
  const changed = changedNames();
  const broken = packages.filter(({ folder, manifest: { name } }) => {
    const tag = lastTagOf(name);
    return tag !== undefined && changed.includes(name) && breaksSince(tag, folder);
  });
  for (const { manifest } of broken) {
    const next = inc(manifest.version, 'major');
    const dependents = packages.filter((other) => peersOf(other).includes(manifest.name));
    if (dependents.length > 0) {
      for (const dependent of dependents) {
        writePeer(dependent, manifest.name, `^${next}`);
      }
      git('add', ...dependents.map(({ folder }) => folder));
      git('commit', '--message', `feat(release)!: build on ${manifest.name} ${next}`);
    }
  }
}

/** The packages that lerna is about to version. lerna fails if there are none. */
function changedNames(): string[] {
  try {
    const names: { name: string }[] = JSON.parse(execFileSync('npx', ['lerna', 'changed', '--json'], { encoding: 'utf8', stdio: 'pipe' }));
    return names.map(({ name }) => name);
  } catch (error) {
    if ((error as { status?: number }).status === 1) {
      return [];
    }
    throw error;
  }
}
