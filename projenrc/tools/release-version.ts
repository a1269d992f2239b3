import { execFileSync } from 'node:child_process';
import { NPM_SCOPE } from '../family';

/**
 * Versions what changed. Before the first release the versions on disk are the
 * ones to publish, so that there is nothing to raise: lerna would raise 1.0.0.
 */
const released = execFileSync('git', ['tag', '--list', `${NPM_SCOPE}/*`], { encoding: 'utf8' }).trim() !== '';
if (released) {
  execFileSync('npx', ['lerna', 'version', '--yes', ...process.argv.slice(2)], { stdio: 'inherit' });
} else {
  console.log('no package was released yet: the versions on disk are the first to publish');
}
