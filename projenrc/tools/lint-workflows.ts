import { spawnSync } from 'node:child_process';

/** Runs actionlint, built from source by Go because npm has no package of it. It uses shellcheck if that is installed. */
const ACTIONLINT = 'github.com/rhysd/actionlint/cmd/actionlint@v1.7.12';

const { status, error } = spawnSync('go', ['run', ACTIONLINT, '-color'], {
  stdio: 'inherit',
  env: { ...process.env, GOFLAGS: '-mod=mod' },
});
if (error) {
  throw new Error(`Go is not available, but actionlint requires it: install Go 1.24 or later\n${error.message}`);
}
if (status === 0) {
  console.log('actionlint found no problems');
}
process.exitCode = status ?? 1;
