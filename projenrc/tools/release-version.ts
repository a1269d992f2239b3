import { execFileSync } from 'node:child_process';
import { inc } from 'semver';
import { NPM_SCOPE } from '../family';
import { breaksSince, git, lastTagOf } from './history';
import { packagesOnDisk, peersOf, writePeer } from './packages-on-disk';

/**
 * Versions what changed. Before the first release the versions on disk are the
 * ones to publish: lerna would raise 1.0.0, so that they get their tags alone.
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
  console.log(`the first release: ${tags.join(', ')}`);
}

/**
 * A package whose peer breaks what was there does so itself: its users have to move to the peer's new major version.
 * lerna would call that a patch, and installs with the old range would stop. A commit says it instead, for lerna to read.
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

/** Those that lerna is about to version; it ends with an error when there are none. */
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
