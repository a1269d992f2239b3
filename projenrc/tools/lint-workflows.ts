import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { documentedWorkflows } from './documented-workflows';

/** actionlint is not in npm, so Go builds it from source. It uses shellcheck if that is installed. */
const ACTIONLINT = 'github.com/rhysd/actionlint/cmd/actionlint@v1.7.12';
const WORKFLOWS = '.github/workflows';

/** actionlint checks no actions: the steps of action.yml are checked as those of a workflow with the same inputs. */
function actionAsWorkflow(): string {
  const { inputs, runs } = parse(readFileSync('action.yml', 'utf8'));
  const typed = Object.fromEntries(Object.entries(inputs as object).map(([name, facts]) => [name, { ...facts, type: 'string' }]));
  const job = { 'runs-on': 'ubuntu-latest', steps: runs.steps };
  return stringify({ name: 'action', on: { workflow_call: { inputs: typed } }, jobs: { action: job } });
}

const folder = mkdtempSync(join(tmpdir(), 'workflows-'));
try {
  const texts = { ...documentedWorkflows(), action: actionAsWorkflow() };
  const files = Object.entries(texts).map(([name, text]) => {
    const file = join(folder, `${name}.yml`);
    writeFileSync(file, text);
    return file;
  });
  const own = readdirSync(WORKFLOWS).map((name) => join(WORKFLOWS, name));
  const { status, error } = spawnSync('go', ['run', ACTIONLINT, '-color', ...own, ...files], {
    stdio: 'inherit',
    env: { ...process.env, GOFLAGS: '-mod=mod' },
  });
  if (error) {
    throw new Error(`actionlint needs Go, which cannot be run: install Go 1.24 or later\n${error.message}`);
  }
  if (status === 0) {
    console.log(`actionlint found no problems in ${own.length + files.length} workflows`);
  }
  process.exitCode = status ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
