import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type InjectRequest, LocalGateway } from '@apigwv2-integrations/local';
import { App } from 'aws-cdk-lib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BooksStack } from './books-stack';

const outdir = mkdtempSync(join(tmpdir(), 'books-'));
const gateways: LocalGateway[] = [];

beforeAll(async () => {
  for (const python of [false, true]) {
    const app = new App({ outdir: join(outdir, String(python)) });
    new BooksStack(app, 'Books', { python });
    gateways.push(await LocalGateway.load(app.synth().directory));
  }
});

afterAll(async () => {
  await Promise.all(gateways.map((gateway) => gateway.close()));
  rmSync(outdir, { recursive: true, force: true });
});

const created = { title: 'Solaris', author: 'Stanisław Lem' };

test.each<[string, InjectRequest, number, unknown]>([
  [
    'lists the books',
    { path: '/books' },
    200,
    expect.arrayContaining([expect.objectContaining({ id: '1' }), expect.objectContaining({ id: '2' })]),
  ],
  ['shows a book', { path: '/books/2' }, 200, { id: '2', title: 'Invisible Cities', author: 'Italo Calvino' }],
  ['has no other book', { path: '/books/9' }, 404, { message: 'there is no book 9' }],
  ['refuses a body that is no book', { method: 'POST', path: '/books', body: { title: 1 } }, 400, expect.anything()],
  ['refuses a body that is no JSON', { method: 'POST', path: '/books', body: 'no JSON' }, 400, expect.anything()],
  [
    'refuses a binary body',
    { method: 'POST', path: '/books', headers: { 'content-type': 'image/png' }, body: new Uint8Array([255]) },
    400,
    expect.anything(),
  ],
  ['creates a book', { method: 'POST', path: '/books', body: created }, 201, { id: expect.any(String), ...created }],
])('the function in Python, as the one in JavaScript, %s', async (_, request, statusCode, json) => {
  const responses = await Promise.all(gateways.map((gateway) => gateway.inject(request)));
  for (const response of responses) {
    expect([response.statusCode, response.json()]).toEqual([statusCode, json]);
  }
  const [first, second] = responses.map(({ headers }) => [headers['content-type'], headers.location]);
  expect(second).toEqual(first);
});
