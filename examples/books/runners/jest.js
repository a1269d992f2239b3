const { mkdtempSync, rmSync } = require('node:fs');
const { createServer } = require('node:http');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { LocalGateway } = require('@apigwv2-integrations/local');
const { App } = require('aws-cdk-lib');
const { BooksStack } = require('../books-stack');

// The same tests as in functions.test.ts, for jest, and one with a backend, whose client is loaded on first use.

const outdir = mkdtempSync(join(tmpdir(), 'books-'));
const books = jest.fn();
const docs = createServer((request, response) => response.end(request.url));
let gateway;

beforeAll(async () => {
  const app = new App({ outdir });
  new BooksStack(app, 'Books');
  app.synth();
  await new Promise((resolve) => docs.listen(0, '127.0.0.1', resolve));
  const targets = { 'https://docs.example.com': `http://127.0.0.1:${docs.address().port}` };
  gateway = await LocalGateway.load(outdir, { functions: { 'Books/BooksHandler': books }, targets });
}, 120_000);

afterEach(() => {
  jest.useRealTimers();
});

afterAll(async () => {
  await gateway.close();
  docs.close();
  rmSync(outdir, { recursive: true, force: true });
});

test('the function gets the id from the path', async () => {
  books.mockResolvedValueOnce({ statusCode: 200, body: 'Solaris' });
  const response = await gateway.inject({ path: '/books/1' });

  expect(response.text()).toBe('Solaris');
  expect(books).toHaveBeenCalledTimes(1);
  expect(gateway.invocations('Books/BooksHandler').at(-1)).toMatchObject({
    event: { routeKey: 'GET /books/{id}', pathParameters: { id: '1' } },
    outcome: { kind: 'result', value: { statusCode: 200 } },
  });
});

test('a page comes from the website', async () => {
  expect((await gateway.inject({ path: '/docs/guide' })).text()).toBe('/guide');
});

test('the client does not see why the function failed', async () => {
  books.mockRejectedValueOnce(new Error('the table is gone'));

  expect((await gateway.inject({ path: '/books/1' })).statusCode).toBe(500);
});

test('a slow function, with a clock that the test moves', async () => {
  jest.useFakeTimers();
  books.mockImplementationOnce(async () => {
    await new Promise((resolve) => setTimeout(resolve, 2000));
    return { statusCode: 200, body: 'late' };
  });
  const response = gateway.inject({ path: '/books' });
  await jest.advanceTimersByTimeAsync(2000);

  expect((await response).text()).toBe('late');
  await gateway.idle();
});
