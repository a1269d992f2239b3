import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalGateway } from '@apigwv2-integrations/local';
import { App } from 'aws-cdk-lib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BooksStack } from './books-stack';

const outdir = mkdtempSync(join(tmpdir(), 'books-'));
let gateway: LocalGateway;

beforeAll(async () => {
  const app = new App({ outdir });
  new BooksStack(app, 'Books');
  app.synth();
  gateway = await LocalGateway.load(outdir);
}, 60_000);

afterAll(async () => {
  await gateway.close();
  rmSync(outdir, { recursive: true, force: true });
});

test('a book is shown', async () => {
  const response = await gateway.inject({ path: '/books/1' });

  expect(response.statusCode).toBe(200);
  expect(response.json()).toMatchObject({ title: 'The Left Hand of Darkness' });
});

test('a book is created', async () => {
  const response = await gateway.inject({ method: 'POST', path: '/books', body: { title: 'Solaris', author: 'Stanisław Lem' } });

  expect(response.statusCode).toBe(201);
  expect(response.headers.location).toMatch(/^\/books\/\d+$/);
});

test('there is no route to delete one', async () => {
  expect((await gateway.inject({ method: 'DELETE', path: '/books/1' })).statusCode).toBe(404);
});

test('a book is not shown to a method that no route accepts', async () => {
  const explanation = await gateway.explain({ method: 'DELETE', path: '/books/1' });

  expect(explanation.answered).toBe(false);
  expect(explanation.candidates).toEqual([
    { route: 'GET /books/{id}', selected: false, because: 'its path matches, but it accepts only GET' },
  ]);
});
