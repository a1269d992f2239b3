import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '@apigwv2-integrations/local';
import { App } from 'aws-cdk-lib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { BooksStack } from '../../examples/books/books-stack';
import { REPOSITORY } from '../repository';
import { linesOf, normalizedOutput, outputOf, parseCast } from './cast';
import { MAX_SECONDS, screencastPictures } from './screencast-picture';
import { COLUMNS, SCREENCASTS } from './screencasts';

const cast = (name: string) => parseCast(readFileSync(join(REPOSITORY, `docs/images/${name}.cast`), 'utf8'));
const plain = (text: string) => normalizedOutput(text).replace(/\r/g, '');

describe.each(Object.keys(SCREENCASTS))('%s', (name) => {
  test('begins with the command, and holds nothing of the machine on which it was recorded', () => {
    const output = outputOf(cast(name));

    expect(output).toContain(`$ npx --no -- apigwv2-local ${SCREENCASTS[name]?.command.join(' ')}\r\n`);
    expect(output).not.toMatch(/\/(?:tmp|home|root|Users|work)\//);
  });

  test('moves for at most five seconds, and not at all for readers who want less motion', () => {
    const ends = linesOf(cast(name)).map((line) => line.ends);
    const svg = screencastPictures[`docs/images/${name}.svg`]?.() ?? '';

    expect(Math.max(...ends)).toBeLessThanOrEqual(MAX_SECONDS);
    expect(svg).toContain('@media (prefers-reduced-motion: reduce) { .line, .typed { animation: none; } }');
  });
});

test('the screencast of explain shows what the command prints today', async () => {
  const outdir = join(mkdtempSync(join(tmpdir(), 'screencast-')), 'cdk.out');
  onTestFinished(() => rmSync(join(outdir, '..'), { recursive: true, force: true }));
  const app = new App({ outdir, analyticsReporting: false });
  new BooksStack(app, 'Books');
  app.synth();
  let out = '';
  const stdout = { columns: COLUMNS, write: (text: string) => (out += text) };

  await main(['explain', 'GET', '/books/1', outdir], { stdout, stderr: stdout, env: { FORCE_COLOR: '1' } });

  const [, ...recorded] = plain(outputOf(cast('screencast-explain'))).split('\n');
  expect(recorded).toEqual(plain(out).replaceAll(outdir, 'cdk.out').split('\n'));
});
