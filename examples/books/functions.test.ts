import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalGateway } from '@apigwv2-integrations/local';
import { App } from 'aws-cdk-lib';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { BooksStack } from './books-stack';
import { handler } from './handler/index.mjs';

const outdir = mkdtempSync(join(tmpdir(), 'books-'));
const books = vi.fn(handler);
let gateway: LocalGateway;

beforeAll(async () => {
  const app = new App({ outdir });
  new BooksStack(app, 'Books');
  app.synth();
  gateway = await LocalGateway.load(outdir, { functions: { 'Books/BooksHandler': books } });
}, 60_000);

afterEach(() => {
  vi.useRealTimers();
  books.mockReset();
});

afterAll(async () => {
  await gateway.close();
  rmSync(outdir, { recursive: true, force: true });
});

test('the function gets the id from the path', async () => {
  const response = await gateway.inject({ path: '/books/1' });

  expect(response.json()).toMatchObject({ title: 'The Left Hand of Darkness' });
  expect(gateway.invocations('Books/BooksHandler').at(-1)).toMatchObject({
    event: { routeKey: 'GET /books/{id}', pathParameters: { id: '1' } },
    outcome: { kind: 'result', value: { statusCode: 200 } },
  });
});

test('the client does not see why the function failed', async () => {
  books.mockRejectedValueOnce(new Error('the table is gone'));
  const response = await gateway.inject({ path: '/books/1' });

  expect(response.statusCode).toBe(500);
  expect(response.json()).toEqual({ message: 'Internal Server Error' });
});

test('a slow function, with a clock that the test moves', async () => {
  vi.useFakeTimers();
  books.mockImplementationOnce(async () => {
    await new Promise((resolve) => setTimeout(resolve, 2000));
    return { statusCode: 200, headers: {}, body: 'late' };
  });
  const response = gateway.inject({ path: '/books' });
  await vi.advanceTimersByTimeAsync(2000);

  expect((await response).text()).toBe('late');
  await gateway.idle();
});
