import { spawnSync } from 'node:child_process';

/** actionlint is not in npm, so Go builds it from source. It uses shellcheck if that is installed. */
const ACTIONLINT = 'github.com/rhysd/actionlint/cmd/actionlint@v1.7.12';

const { status, error } = spawnSync('go', ['run', ACTIONLINT, '-color'], {
  stdio: 'inherit',
  env: { ...process.env, GOFLAGS: '-mod=mod' },
});
if (error) {
  throw new Error(`actionlint needs Go, which cannot be run: install Go 1.24 or later\n${error.message}`);
}
if (status === 0) {
  console.log('actionlint found no problems');
}
process.exitCode = status ?? 1;
