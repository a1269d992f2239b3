import { execFileSync } from 'node:child_process';
import { NPM_SCOPE } from '../family';

/**
 * Versions what changed. Before the first release the versions on disk are the
 * ones to publish: lerna would raise 1.0.0, so that they get their tags alone.
 */
const git = (...args: string[]) => execFileSync('git', args, { encoding: 'utf8' }).trim();

if (git('tag', '--list', `${NPM_SCOPE}/*`) !== '') {
  execFileSync('npx', ['lerna', 'version', '--yes', ...process.argv.slice(2)], { stdio: 'inherit' });
} else {
  const packages: { name: string; version: string }[] = JSON.parse(execFileSync('npx', ['lerna', 'list', '--json'], { encoding: 'utf8' }));
  const tags = packages.map(({ name, version }) => `${name}@${version}`);
  for (const tag of tags) {
    git('tag', '--annotate', tag, '--message', tag);
  }
  git('push', 'origin', ...tags);
  console.log(`the first release: ${tags.join(', ')}`);
}
