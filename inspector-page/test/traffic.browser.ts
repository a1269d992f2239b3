import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { inspected, rowOf } from './fixture/inspected';
import { serveInspectedApp } from './fixture/inspected-app';

const at = inspected();
/** Paths of the rows, newest first. */
const paths = async (page: Awaited<ReturnType<typeof at.open>>) => page.locator('tbody td.path').allInnerTexts();

describe('the list', () => {
  beforeEach(async () => {
    await clear();
  });

  it('shows a request as it comes, with its route, status and function', async () => {
    const page = await at.open();
    await page.getByText('No requests yet').waitFor();
    await at.send('/books/7');
    const row = rowOf(page, '/books/7');
    await expect.poll(() => row.innerText()).toMatch(/GET\s+\/books\/7\s+200\s+[\d.]+ m?s\s+ANY \/books\/\{id\}\s+\S*BooksHandler/);
  });

  it('puts the newest first', async () => {
    await at.send('/books/1');
    await at.send('/books/2');
    const page = await at.open();
    await at.send('/books/3');
    await expect.poll(() => paths(page)).toEqual(['/books/3', '/books/2', '/books/1']);
  });

  it('is filtered by text, method, route and status', async () => {
    await at.send('/books/1');
    await at.send('/books/2', { method: 'POST', body: 'x' });
    await at.send('/books/fail');
    await at.send('/nope');
    const page = await at.open();
    await expect.poll(() => paths(page)).toHaveLength(4);
    await page.keyboard.press('/');
    await page.keyboard.type('books');
    await expect.poll(() => paths(page)).toEqual(['/books/fail', '/books/2', '/books/1']);
    await page.getByLabel('Method').selectOption('POST');
    await expect.poll(() => paths(page)).toEqual(['/books/2']);
    expect(await page.locator('.amount').innerText()).toBe('1 of 4');
    await page.getByRole('button', { name: 'Reset' }).click();
    await page.getByLabel('Status').selectOption('5xx');
    await expect.poll(() => paths(page)).toEqual(['/books/fail']);
    await page.getByLabel('Status').selectOption('failed');
    await expect.poll(() => paths(page)).toEqual(['/nope', '/books/fail']);
    await page.getByLabel('Route').selectOption('ANY /books/{id}');
    await expect.poll(() => paths(page)).toEqual(['/books/fail']);
    await page.getByLabel('API').selectOption('BooksApi');
    await expect.poll(() => paths(page)).toEqual(['/books/fail']);
  });

  it('stands still while it is paused, and shows then what it missed', async () => {
    await at.send('/books/1');
    const page = await at.open();
    await rowOf(page, '/books/1').waitFor();
    await page.keyboard.press('p');
    await at.send('/books/2');
    await page.getByRole('button', { name: /Continue \(\d+ new\)/ }).waitFor();
    expect(await paths(page)).toEqual(['/books/1']);
    await page.keyboard.press('p');
    await expect.poll(() => paths(page)).toEqual(['/books/2', '/books/1']);
  });

  it('is cleared, on every page that shows it', async () => {
    await at.send('/books/1');
    const [page, other] = [await at.open(), await at.open()];
    await rowOf(other, '/books/1').waitFor();
    await rowOf(page, '/books/1').waitFor();
    await page.getByRole('button', { name: 'Clear' }).click();
    await page.getByText('No requests yet').waitFor();
    await other.getByText('No requests yet').waitFor();
  });

  it('says that the gateway is gone, and asks for the new token when it is back', async () => {
    const first = await serveInspectedApp();
    const { port } = new URL(first.pageUrl);
    const { page } = await at.openAt(first.pageUrl);
    await page.getByText('live', { exact: true }).waitFor();
    await first.stop();
    await page.getByText('gateway not reachable').waitFor();
    const second = await serveInspectedApp('--ui-port', port);
    try {
      await page.getByLabel('Address or token').fill(second.pageUrl, { timeout: 30_000 });
      await page.keyboard.press('Enter');
      await page.getByText('live', { exact: true }).waitFor();
    } finally {
      await page.context().close();
      await second.stop();
    }
  });

  it('is kept when the page is loaded again, without the token in its address', async () => {
    await at.send('/books/1');
    const page = await at.open();
    expect(page.url()).not.toContain('token');
    await page.reload();
    await rowOf(page, '/books/1').waitFor();
  });
});

describe('a reload of the app', () => {
  it('that fails is shown until one succeeds, also on a page that is opened later', async () => {
    const watched = await serveInspectedApp('--watch');
    const template = join(watched.outdir, 'Shop.template.json');
    const whole = readFileSync(template, 'utf8');
    const { page } = await at.openAt(watched.pageUrl);
    try {
      await page.getByText('live', { exact: true }).waitFor();
      await expect.poll(() => watched.output(), { timeout: 30_000 }).toContain('watching');
      expect(await page.getByRole('alert').innerText()).toBe('');
      writeFileSync(template, whole.slice(0, 100));
      const failed = page.getByRole('alert').getByText('The app was not loaded again; the version before stays in service:');
      await failed.waitFor();
      expect(await page.getByRole('alert').innerText()).toContain('Shop.template.json');
      expect(await page.locator('.notice').innerText()).toBe('');
      await page.reload();
      await failed.waitFor();
      writeFileSync(template, whole);
      await failed.waitFor({ state: 'detached' });
      await page.getByText('The app was loaded again').waitFor();
    } finally {
      await page.context().close();
      await watched.stop();
    }
  });
});

async function clear(): Promise<void> {
  const { origin, hash } = new URL(at.app.pageUrl);
  await fetch(`${origin}/api/exchanges`, { method: 'DELETE', headers: { authorization: `Bearer ${hash.replace('#token=', '')}` } });
}
