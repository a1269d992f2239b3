import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { findProgram } from '../../src/functions/runtimes/programs';
import { fn, hosted } from '../functions/support';
import { folder } from '../support';

beforeAll(() => {
  if (findProgram(['curl']) === undefined) {
    throw new Error('the test of a shell script as a runtime needs curl on the PATH: install curl');
  }
});

/** A runtime in nothing but a shell and curl, with a function in a file of its own that the handler names. */
const BOOTSTRAP = `#!/bin/sh
set -eu
api="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime"
file="$LAMBDA_TASK_ROOT/\${_HANDLER%%.*}.sh"
if [ ! -f "$file" ]; then
  curl -sS -X POST "$api/init/error" -d '{"errorType":"Runtime.NoSuchFile","errorMessage":"there is no such function"}' > /dev/null
  exit 1
fi
. "$file"
headers="$(mktemp)"
while true; do
  event="$(curl -sS -LD "$headers" "$api/invocation/next")"
  id="$(grep -i '^lambda-runtime-aws-request-id:' "$headers" | tr -d '[:space:]' | cut -d: -f2)"
  if result="$("\${_HANDLER##*.}" "$event")"; then
    curl -sS -X POST "$api/invocation/$id/response" -d "$result" > /dev/null
  else
    curl -sS -X POST "$api/invocation/$id/error" -d '{"errorType":"Function.Failed","errorMessage":"it failed"}' > /dev/null
  fi
done
`;

const FUNCTION = `
echo "loaded" >&2
list() {
  case "$1" in
    *fail*) return 1 ;;
    *) echo "got $1" >&2; printf '{"event":%s}' "$1" ;;
  esac
}
`;

function shell(handler: string) {
  const root = folder();
  writeFileSync(join(root, 'bootstrap'), BOOTSTRAP);
  chmodSync(join(root, 'bootstrap'), 0o755);
  writeFileSync(join(root, 'books.sh'), FUNCTION);
  return fn({ runtime: 'provided.al2023', handler, code: { kind: 'folder', path: root } });
}

test('a shell script is a runtime', async () => {
  const { call, invoke, texts } = hosted({ maxEnvironments: 1 });
  const one = shell('books.list');
  expect(await call(one, { title: 'Zoë' })).toEqual({ event: { title: 'Zoë' } });
  expect(await invoke(one, { fail: true })).toEqual({
    kind: 'error',
    error: { errorType: 'Function.Failed', errorMessage: 'it failed', trace: [] },
  });
  expect(await call(one, [])).toEqual({ event: [] });
  expect(texts()).toEqual(['loaded', 'got {"title":"Zoë"}', 'got []']);
});

test('a shell script reports that it cannot be initialized', async () => {
  expect(await hosted().invoke(shell('missing.list'))).toEqual({
    kind: 'init-error',
    reason: 'books does not load (handler missing.list): Runtime.NoSuchFile: there is no such function',
  });
});
