import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { accessibilityViolations } from '../../test-support/browser';
import { inspected, rowOf, showTab } from './fixture/inspected';

const at = inspected();
const WIDE = { width: 1280, height: 760 };
const NARROW = { width: 390, height: 740 };

describe.each([
  { name: 'light', colorScheme: 'light', viewport: WIDE },
  { name: 'dark', colorScheme: 'dark', viewport: WIDE },
  { name: 'narrow, light', colorScheme: 'light', viewport: NARROW },
  { name: 'narrow, dark', colorScheme: 'dark', viewport: NARROW },
] as const)('axe finds nothing: $name', (options) => {
  const opened = () => at.open({ colorScheme: options.colorScheme, viewport: options.viewport });
  const expectNone = async (page: Page) => expect(await accessibilityViolations(page)).toEqual([]);

  it('in the list, empty and filled', async () => {
    const page = await opened();
    await expectNone(page);
    await Promise.all(['/books/1', '/books/fail', '/nope', '/staff'].map((path) => at.send(path)));
    await rowOf(page, '/nope').waitFor();
    await expectNone(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(options.viewport.width);
  });

  it('in an opened exchange', async () => {
    await at.send('/books/seen', { method: 'POST', body: '{"a":1}', headers: { user: 'ada', 'x-old': '1' } });
    const page = await opened();
    await rowOf(page, '/books/seen').click();
    for (const tab of ['Why', 'Request', 'Mapping', 'Event', 'Log', 'Answer', 'Timeline']) {
      await showTab(page, tab);
      await expectNone(page);
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(options.viewport.width);
    await page.keyboard.press('e');
    await page.getByRole('dialog').waitFor();
    await expectNone(page);
  });

  it('in a comparison', async () => {
    await at.send('/books/one');
    await at.send('/books/two');
    const page = await opened();
    await rowOf(page, '/books/one').click();
    await page.getByRole('heading', { name: '/books/one' }).waitFor();
    await page.keyboard.press('m');
    await page.keyboard.press('Escape');
    await rowOf(page, '/books/two').click();
    await page.getByRole('heading', { name: '/books/two' }).waitFor();
    await page.keyboard.press('m');
    await page.locator('tr.differs').first().waitFor();
    await expectNone(page);
  });

  it('in the routes, the console, the form and the keys', async () => {
    const page = await opened();
    await page.keyboard.press('2');
    await page.getByRole('rowheader', { name: 'GET /staff' }).waitFor();
    await expectNone(page);
    await page.keyboard.press('3');
    await page.getByRole('button', { name: 'Connect' }).click();
    await page.getByLabel('Message').fill('{"action":"echo"}');
    await page.keyboard.press('Enter');
    await page.getByText('"echoed": true').waitFor();
    await expectNone(page);
    await page.getByRole('link', { name: 'Evaluate' }).click();
    await page.getByLabel('Mapping', { exact: true }).fill('{"append:header.x": "$request.heder.user"}');
    await page.getByText('SourceUnknown').waitFor();
    await expectNone(page);
    await page.getByRole('button', { name: 'Keys' }).click();
    await expectNone(page);
  });

  it('in the question for the token', async () => {
    const page = await opened();
    await page.evaluate(() => sessionStorage.clear());
    await page.goto(new URL(at.app.pageUrl).origin);
    await page.getByLabel('Address or token').waitFor();
    await expectNone(page);
  });
});
