import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '@apigwv2-integrations/local';
import { App } from 'aws-cdk-lib';
import { afterAll, describe, expect, test } from 'vitest';
import { BooksStack } from './books/books-stack';
import { ChatStack } from './chat/chat-stack';
import { EventsStack } from './events/events-stack';
import { PrivateStack } from './private/private-stack';

const folder = mkdtempSync(join(tmpdir(), 'examples-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the command on a synthesized example. */
function run(...argv: string[]) {
  let out = '';
  const write = (text: string) => {
    out += text;
  };
  return { code: main(argv, { stdout: { write }, stderr: { write }, env: {} }), out };
}

describe.each([
  { name: 'books', Example: BooksStack, rows: ['GET /books', 'POST /books', 'GET /books/{id}', 'ANY /docs/{proxy+}'] },
  { name: 'chat', Example: ChatStack, rows: ['$connect', '$disconnect', '$default'] },
  {
    name: 'events',
    Example: EventsStack,
    rows: [
      'POST /events/{kind}',
      'SQS-SendMessage',
      'MessageGroupId <- $request.path.customer',
      'role EventsApi/POST--events--{kind}/InvokeRole',
    ],
  },
  { name: 'private', Example: PrivateStack, rows: ['VpcLink'] },
])('examples/$name', ({ name, Example, rows }) => {
  const outdir = join(folder, name);
  const app = new App({ outdir });
  new Example(app, 'Example');
  app.synth();

  test('is shown, a row a route', () => {
    const { code, out } = run('routes', outdir);

    expect(code).toBe(0);
    for (const row of rows) {
      expect(out).toContain(row);
    }
  });

  test('has no findings', () => {
    expect(run('check', outdir)).toEqual({ code: 0, out: expect.stringMatching(/^0 errors, 0 warnings in 1 template of /) });
  });
});
