import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { inspected, rowOf } from './fixture/inspected';

const at = inspected();
const focusedText = (page: Page) => page.evaluate(() => (document.activeElement as HTMLElement | null)?.innerText ?? '');
/** Whether the focused element has an outline. */
const isFocusVisible = (page: Page) =>
  page.evaluate(() => {
    const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement ?? document.body);
    return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1;
  });

describe('with the keyboard alone', () => {
  it('a request is found, opened, looked at in full, repeated and left', async () => {
    await at.send('/books/key-1');
    await at.send('/books/key-2');
    await at.send('/staff');
    const page = await at.open();
    await rowOf(page, '/staff').waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('key-');
    await page.keyboard.press('Enter');
    await expect.poll(() => focusedText(page)).toContain('/books/key-2');
    await page.keyboard.press('ArrowDown');
    expect(await focusedText(page)).toContain('/books/key-1');
    expect(await isFocusVisible(page)).toBe(true);
    await page.keyboard.press('k');
    expect(await focusedText(page)).toContain('/books/key-2');
    await page.keyboard.press('End');
    expect(await focusedText(page)).toContain('/books/key-1');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '/books/key-1' }).waitFor();
    for (const tab of ['Request', 'Mapping', 'Event', 'Log', 'Answer', 'Timeline', 'Why']) {
      await page.keyboard.press('ArrowRight');
      await page.getByRole('tab', { name: tab, selected: true }).waitFor();
    }
    const before = page.url();
    await page.keyboard.press('r');
    await expect.poll(() => page.url()).not.toBe(before);
    await page.keyboard.press('Escape');
    await expect.poll(() => page.url()).toMatch(/#\/traffic$/);
    await expect.poll(() => focusedText(page)).toContain('/books/key-1');
  });

  it('the opened exchange follows the arrow keys in the list', async () => {
    await at.send('/books/up');
    await at.send('/books/down');
    const page = await at.open();
    await rowOf(page, '/books/up').waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '/books/down' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.getByRole('heading', { name: '/books/up' }).waitFor();
  });

  it('the keys are listed, and the focus returns when the list is closed', async () => {
    const page = await at.open();
    await page.getByRole('button', { name: 'Keys' }).focus();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).getByText('copy as curl').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await focusedText(page)).toContain('Keys');
  });

  it('letters in a field are text', async () => {
    const page = await at.open();
    await page.keyboard.press('/');
    await page.keyboard.type('p1c?');
    expect(await page.getByLabel('Filter by text').inputValue()).toBe('p1c?');
    expect(await page.getByRole('button', { name: 'Pause' }).count()).toBe(1);
    await page.keyboard.press('Escape');
    expect(await page.getByLabel('Filter by text').inputValue()).toBe('');
  });

  it('every control of a view can be reached, and shows that it has the focus', async () => {
    await at.send('/books/reached');
    const page = await at.open();
    await rowOf(page, '/books/reached').click();
    await page.getByRole('tab', { name: 'Mapping' }).click();
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    const reached = new Set<string>();
    for (let step = 0; step < 60; step++) {
      await page.keyboard.press('Tab');
      const name = await page.evaluate(() => {
        const { activeElement: element } = document;
        return element === null || element === document.body
          ? ''
          : (element.getAttribute('aria-label') ?? (element as HTMLElement).innerText.split('\n')[0] ?? '');
      });
      if (name !== '') {
        reached.add(name);
        expect(await isFocusVisible(page), name).toBe(true);
      }
    }
    const expected = ['Traffic', 'Routes', 'WebSocket', 'Evaluate', 'Filter by text', 'API', 'Method', 'Route', 'Status', 'Pause', 'Clear'];
    expect([...reached]).toEqual(
      expect.arrayContaining([...expected, 'Replay', 'Edit and replay', 'Copy as curl', 'Copy as test', 'Mapping']),
    );
  });

  it('a message is sent over a connection', async () => {
    const page = await at.open();
    await page.keyboard.press('3');
    await page.getByLabel('Subprotocols').focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByLabel('Message').focus();
    await page.keyboard.type('{"action":"echo"}');
    await page.keyboard.press('Enter');
    await page.getByText('"echoed": true').waitFor();
  });
});
