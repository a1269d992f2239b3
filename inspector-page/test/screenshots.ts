import { mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { BookshopStack } from '../../examples/bookshop/lib/bookshop-stack';
import { launchBrowser, openPage } from '../../test-support/browser';
import { serveApp, serveInspectedApp } from './fixture/inspected-app';

const DOCS = join(__dirname, '../../docs');
const IMAGES = join(DOCS, 'local/images');
const WIDE = { width: 1200, height: 600 };
const NARROW = { width: 420, height: 600 };

/** Takes the screenshots of docs/local/inspector.md from a gateway that serves the app of the tests, and that of docs/tutorial.md. */
async function takeScreenshots(): Promise<void> {
  mkdirSync(IMAGES, { recursive: true });
  mkdirSync(join(DOCS, 'images'), { recursive: true });
  const app = await serveInspectedApp();
  const browser = await launchBrowser();
  try {
    await sendRequests(app.booksUrl);
    const open = async (colorScheme: 'light' | 'dark', viewport = WIDE) => {
      const { page } = await openPage(browser, app.pageUrl, { colorScheme, viewport });
      await page.getByText('live', { exact: true }).waitFor();
      return page;
    };
    const light = await open('light');
    await light.locator('tbody tr[data-id]').first().waitFor();
    await shoot(light, 'inspector-list');
    await row(light, '/books/42').click();
    await light.getByRole('tab', { name: 'Mapping' }).click();
    await light.locator('table.diff').waitFor();
    await shoot(light, 'inspector-mapping');
    await light.getByRole('link', { name: 'Routes' }).click();
    await light.getByRole('rowheader', { name: 'GET /docs' }).waitFor();
    await shoot(light, 'inspector-routes');
    await light.getByRole('link', { name: 'Evaluate' }).click();
    await light
      .getByLabel('Mapping', { exact: true })
      .fill('{\n  "append:header.x-user": "$request.heder.user",\n  "overwrite:path": "/v2/${request.path.id}"\n}');
    await light.getByText('SourceUnknown').waitFor();
    await shoot(light, 'inspector-evaluate');

    const dark = await open('dark');
    await row(dark, '/staff').click();
    await dark.getByText('allowed', { exact: true }).waitFor();
    await shoot(dark, 'inspector-why');
    await dark.getByRole('link', { name: 'WebSocket' }).click();
    await dark.getByLabel('Headers').fill('x-client: console');
    await dark.getByRole('button', { name: 'Connect' }).click();
    await dark.getByLabel('Message').fill('{"action":"echo"}');
    await dark.keyboard.press('Enter');
    await dark.getByText('"echoed": true').waitFor();
    await dark.getByText('Templates').first().click();
    await dark.getByText('Response template').waitFor();
    await shoot(dark, 'inspector-websocket');

    const narrow = await open('light', NARROW);
    await row(narrow, '/books/42').click();
    await narrow.getByRole('tab', { name: 'Timeline' }).click();
    await narrow.getByText('received').waitFor();
    await shoot(narrow, 'inspector-narrow');
    await shootTutorial(browser);
  } finally {
    await browser.close();
    await app.stop();
  }
}

/** The picture of docs/tutorial.md: the example that it builds, with a request to each route. */
async function shootTutorial(browser: Browser): Promise<void> {
  const reviews = createServer((_request, response) => response.end('{}'));
  await new Promise<void>((resolve) => reviews.listen(0, '127.0.0.1', resolve));
  const target = `https://reviews.example.com=http://127.0.0.1:${(reviews.address() as AddressInfo).port}`;
  const app = await serveApp((root) => new BookshopStack(root, 'BookshopStack'), ['--target', target]);
  try {
    const { page } = await openPage(browser, app.pageUrl, { colorScheme: 'light', viewport: WIDE });
    await page.getByText('live', { exact: true }).waitFor();
    await fetch(`${app.booksUrl}/books/2`);
    await fetch(`${app.booksUrl}/books/2/reviews`);
    await row(page, '/books/2/reviews').click();
    await page.getByRole('tab', { name: 'Mapping' }).click();
    await page.locator('table.diff').waitFor();
    await shoot(page, 'tutorial-inspector', join(DOCS, 'images'));
  } finally {
    await app.stop();
    reviews.close();
  }
}

async function sendRequests(url: string): Promise<void> {
  await fetch(`${url}/books/fail`);
  await fetch(`${url}/books/7/pages/12`);
  await fetch(`${url}/staff`, { headers: { 'x-staff': 'bob' } });
  await fetch(`${url}/staff`, { headers: { 'x-staff': 'ada' } });
  await fetch(`${url}/docs`);
  await fetch(`${url}/nope`);
  await fetch(`${url}/books/7`, { method: 'POST', body: '{"title":"Persuasion"}', headers: { 'content-type': 'application/json' } });
  await fetch(`${url}/books/42?lang=en`, { headers: { user: 'ada', 'x-old': '1', authorization: 'Bearer of-ada-9f2c' } });
}

function row(page: Page, path: string) {
  return page.locator('tbody tr[data-id]', { has: page.locator('td.path', { hasText: path }) }).first();
}

async function shoot(page: Page, name: string, folder = IMAGES): Promise<void> {
  // A message about an action would cover a part of the page.
  await page.locator('.notice').evaluate((notice) => {
    notice.textContent = '';
  });
  await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' });
}

void takeScreenshots();
