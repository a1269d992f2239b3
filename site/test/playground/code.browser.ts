import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { command, requireTool } from '../../../test-support/command';
import { REPOSITORY } from '../../../test-support/repository';
import { cdkCode } from '../../.vitepress/theme/playground/code/cdk-code';
import { EXAMPLES } from '../../.vitepress/theme/playground/examples';
import type { PlaygroundState } from '../../.vitepress/theme/playground/modes';

const HOSTILE = '"""\' \\ \\u0041 `${x}` #{x}\r\n\u2028\u202e\ud83d\ude00\u{e0001}\0</script>';

const hostile: readonly PlaygroundState[] = [
  { mode: 'request', source: JSON.stringify({ [`append:header.${HOSTILE}`]: HOSTILE, [HOSTILE]: HOSTILE }), sample: '{}' },
  { mode: 'request-template', source: HOSTILE, sample: '{}' },
  { mode: 'response-template', source: HOSTILE, sample: '{}' },
];
const states = [...EXAMPLES.filter(({ mode }) => mode !== 'template'), ...hostile];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'playground-'));
  symlinkSync(join(REPOSITORY, 'node_modules'), join(folder, 'node_modules'), 'dir');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('is valid TypeScript for each example', () => {
  for (const [index, state] of states.entries()) {
    writeFileSync(join(folder, `example-${index}.ts`), cdkCode(state, 'typescript') ?? 'no code');
  }
  const config = {
    extends: join(REPOSITORY, 'tsconfig.dev.json'),
    compilerOptions: { types: ['node'] },
    include: [join(folder, '*.ts')],
    exclude: [],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  command('node', [join(REPOSITORY, 'node_modules/ts7/bin/tsc'), '-p', folder]);
});

/** Compiles each program, and prints all texts in it. */
const READ_TEXTS = `
import ast, json, sys
for path in sys.argv[1:]:
    tree = ast.parse(open(path, encoding="utf-8", newline="").read(), path)
    texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    print(json.dumps(texts))
`;

it('is valid Python for each example, with the same texts', () => {
  requireTool('python3', ['--version'], 'install Python 3');
  const files = states.map((state, index) => {
    const file = join(folder, `example_${index}.py`);
    writeFileSync(file, cdkCode(state, 'python') ?? '(');
    return file;
  });
  command('python3', ['-m', 'py_compile', ...files]);
  const texts = command('python3', ['-c', READ_TEXTS, ...files])
    .trim()
    .split('\n')
    .map((line): readonly string[] => JSON.parse(line));
  expect(texts).toHaveLength(states.length);
  for (const [index, { mode, source }] of states.entries()) {
    if (mode.endsWith('template')) {
      expect(texts[index]).toContain(source);
    }
  }
  expect(texts[states.length - hostile.length]).toEqual(expect.arrayContaining([HOSTILE, HOSTILE]));
});
