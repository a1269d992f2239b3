import { spawnSync } from 'node:child_process';

/** actionlint, built by Go from its source: npm has none of its own. It finds shellcheck by itself where that is installed. */
const ACTIONLINT = 'github.com/rhysd/actionlint/cmd/actionlint@v1.7.12';

const { status, error } = spawnSync('go', ['run', ACTIONLINT, '-color'], {
  stdio: 'inherit',
  env: { ...process.env, GOFLAGS: '-mod=mod' },
});
if (error) {
  throw new Error(`go does not run here, and actionlint needs it: install Go, 1.24 or later\n${error.message}`);
}
if (status === 0) {
  console.log('actionlint finds nothing');
}
process.exitCode = status ?? 1;
