import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { accessibilityViolations } from '../../test-support/browser';
import { builtSite } from './fixture/site';

const at = builtSite();
const NARROW = { width: 360, height: 740 };
/** Pages of each kind: the front page, guides, tables, the API reference, a package and the playground. */
const PAGES = ['/', '/mapping', '/local/', '/errors', '/api/', '/api/lambda/HttpLambdaIntegration', '/packages/lambda', '/playground'];
/** What the first page may load, compressed. */
const MAX_FIRST_PAGE_BYTES = 300_000;

const tabOf = (page: Page, name: string) => page.getByRole('tab', { name, exact: true }).first();
const selectedTab = (page: Page) => page.locator('[role=tab][aria-selected=true]').first().innerText();
const shownCode = (page: Page) => page.locator('.code-tabs').first().getByRole('tabpanel').innerText();
const scrollWidth = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth);

describe('the first page', () => {
  it('loads less than 300 kB', async () => {
    at.takeServedBytes();
    const page = await at.open('/');
    await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
    await page.waitForLoadState('networkidle');
    const bytes = at.takeServedBytes();
    expect(bytes).toBeGreaterThan(50_000);
    expect(bytes).toBeLessThan(MAX_FIRST_PAGE_BYTES);
  });

  it('says what it is, how to start, and what is served', async () => {
    const page = await at.open('/');
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toContain('API Gateway v2');
    expect(await page.locator('.hero-text code').first().innerText()).toContain('apigwv2-local serve');
    expect(await page.locator('.three > div').count()).toBe(3);
    expect(await page.getByRole('row').count()).toBeGreaterThan(10);
    for (const image of await page.getByRole('img').all()) {
      await image.scrollIntoViewIfNeeded();
      await expect.poll(() => image.evaluate((element) => (element as HTMLImageElement).naturalWidth)).toBeGreaterThan(0);
    }
  });
});

describe('search', () => {
  it('finds a page and opens it with the keyboard alone', async () => {
    const page = await at.open('/');
    await page.keyboard.press('Control+k');
    await page.locator('#localsearch-input').fill('stageVariables');
    await page.locator('.VPLocalSearchBox .result').first().waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await page.waitForURL((url) => url.pathname !== '/');
    await expect.poll(async () => (await page.locator('.vp-doc').innerText()).toLowerCase()).toContain('stagevariables');
  });

  it('finds types of the API reference, and closes with Escape', async () => {
    const page = await at.open('/mapping');
    await page.keyboard.press('/');
    await page.locator('#localsearch-input').fill('PermissionScope');
    const found = page.locator('.VPLocalSearchBox .result[href*="/api/core/PermissionScope"]').first();
    await found.waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => page.locator('.VPLocalSearchBox').count()).toBe(0);
  });
});

describe('language tabs', () => {
  it('show the example in the chosen language, on every page and after a reload', async () => {
    const page = await at.open('/api/lambda/HttpLambdaIntegration');
    expect(await selectedTab(page)).toBe('TypeScript');
    await tabOf(page, 'Python').click();
    expect(await selectedTab(page)).toBe('Python');
    expect(await shownCode(page)).toContain('from apigwv2_integrations_lambda import');

    await page.goto(`${at.origin}/api/core/ParameterMapping`);
    await expect.poll(() => selectedTab(page)).toBe('Python');
    expect(await shownCode(page)).toContain('from apigwv2_integrations_core import');

    await page.reload();
    await expect.poll(() => selectedTab(page)).toBe('Python');
    expect(await shownCode(page)).toContain('from apigwv2_integrations_core import');
  });

  it('follow the arrow keys, Home and End', async () => {
    const page = await at.open('/api/lambda/HttpLambdaIntegration');
    await tabOf(page, 'TypeScript').focus();
    for (const [key, expected] of [
      ['ArrowRight', 'Python'],
      ['End', 'Go'],
      ['ArrowRight', 'TypeScript'],
      ['ArrowLeft', 'Go'],
      ['Home', 'TypeScript'],
    ] as const) {
      await page.keyboard.press(key);
      await expect.poll(() => page.evaluate(() => document.activeElement?.textContent?.trim())).toBe(expected);
      expect(await selectedTab(page)).toBe(expected);
    }
  });

  it('show the chosen language in the first frame, before scripts run', async () => {
    const page = await at.open('/api/lambda/HttpLambdaIntegration');
    await tabOf(page, 'Go').click();
    await page.route('**/*.js', (route) => route.fulfill({ contentType: 'text/javascript', body: '' }));
    const shown = await page.evaluate(async () => {
      const frame = Object.assign(document.createElement('iframe'), { src: location.href, style: 'width:1000px;height:800px' });
      document.body.append(frame);
      await new Promise((resolve) => frame.addEventListener('load', resolve));
      const panels = [...(frame.contentDocument?.querySelectorAll<HTMLElement>('.code-tabs-panel') ?? [])];
      return [...new Set(panels.filter((panel) => panel.offsetParent !== null).map((panel) => panel.dataset['language']))];
    });
    expect(shown).toEqual(['go']);
  });

  it('stay where they are when examples above them change their height', async () => {
    const page = await at.open('/api/lambda/HttpLambdaIntegration');
    // The style sheet alone shows the panels, so that a copy above the example follows the choice. Safari has no scroll anchoring.
    await page.locator('.code-tabs').evaluate((tabs) => {
      document.documentElement.style.overflowAnchor = 'none';
      const copy = tabs.cloneNode(true) as HTMLElement;
      const longer = Object.assign(document.createElement('div'), { style: 'height: 300px' });
      copy.querySelector('.code-tabs-panel[data-language=go]')?.append(longer);
      tabs.before(copy);
    });
    const last = page.locator('.code-tabs').last();
    await last.scrollIntoViewIfNeeded();
    const top = async () => (await last.boundingBox())?.y ?? Number.NaN;
    const height = async () => (await page.locator('.code-tabs').first().boundingBox())?.height ?? Number.NaN;
    const [before, heightBefore] = [await top(), await height()];
    await last.getByRole('tab', { name: 'Go' }).click();
    expect(await height()).toBeGreaterThan(heightBefore + 200);
    expect(Math.abs((await top()) - before)).toBeLessThan(3);
  });
});

describe('appearance', () => {
  it('follows the system, can be changed, and is remembered', async () => {
    const page = await at.open('/mapping', { colorScheme: 'light' });
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await background();
    await page.getByRole('switch').first().click();
    await expect.poll(background).not.toBe(light);
    await page.reload();
    await expect.poll(background).not.toBe(light);
  });
});

describe.each([
  { name: 'light', colorScheme: 'light', viewport: { width: 1280, height: 760 } },
  { name: 'dark', colorScheme: 'dark', viewport: { width: 1280, height: 760 } },
  { name: 'narrow, light', colorScheme: 'light', viewport: NARROW },
  { name: 'narrow, dark', colorScheme: 'dark', viewport: NARROW },
] as const)('$name', ({ colorScheme, viewport }) => {
  it.each(PAGES)('axe finds nothing on %s, which does not scroll sideways', async (address) => {
    const page = await at.open(address, { colorScheme, viewport });
    expect(await page.evaluate(() => document.documentElement.classList.contains('dark'))).toBe(colorScheme === 'dark');
    expect(await scrollWidth(page)).toBeLessThanOrEqual(viewport.width);
    expect(await accessibilityViolations(page)).toEqual([]);
  });
});

it('the menu of a narrow screen leads to a page', async () => {
  const page = await at.open('/mapping', { viewport: NARROW });
  await page.getByRole('button', { name: 'Menu', exact: true }).click();
  await page.locator('.VPSidebar').getByRole('link', { name: 'Lambda functions', exact: true }).click();
  await page.waitForURL(/\/lambda$/);
});

it('a page that does not exist says so', async () => {
  const page = await at.open('/no-such-page');
  expect(await page.locator('.NotFound').innerText()).toContain('404');
});
