import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, mock, test } from 'node:test';
import { LocalGateway } from '@apigwv2-integrations/local';
import { App } from 'aws-cdk-lib';
import { BooksStack } from '../books-stack';
import { handler } from '../handler/index.mjs';

// The same tests as in functions.test.ts, for the test runner of Node.js.

const outdir = mkdtempSync(join(tmpdir(), 'books-'));
const books = mock.fn(handler);
let gateway: LocalGateway;

before(async () => {
  const app = new App({ outdir });
  new BooksStack(app, 'Books');
  app.synth();
  gateway = await LocalGateway.load(outdir, { functions: { 'Books/BooksHandler': books } });
});

after(async () => {
  await gateway.close();
  rmSync(outdir, { recursive: true, force: true });
});

test('the function gets the id from the path', async () => {
  const response = await gateway.inject({ path: '/books/1' });

  assert.equal(response.statusCode, 200);
  assert.equal(gateway.invocations('Books/BooksHandler').at(-1)?.event.pathParameters.id, '1');
  assert.equal(books.mock.callCount(), 1);
});

test('the client does not see why the function failed', async () => {
  books.mock.mockImplementationOnce(() => Promise.reject(new Error('the table is gone')));

  assert.equal((await gateway.inject({ path: '/books/1' })).statusCode, 500);
});

test('a slow function, with a clock that the test moves', async (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  books.mock.mockImplementationOnce(async () => {
    await new Promise((resolve) => setTimeout(resolve, 2000));
    return { statusCode: 200, headers: {}, body: 'late' };
  });
  const response = gateway.inject({ path: '/books' });
  await new Promise((resolve) => setImmediate(resolve));
  context.mock.timers.tick(2000);

  assert.equal((await response).text(), 'late');
  await gateway.idle();
});
