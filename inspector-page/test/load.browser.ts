import { Agent, request } from 'node:http';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { inspected } from './fixture/inspected';

const at = inspected();
const REQUESTS_A_SECOND = 500;
const MAX_ROWS = 500;
const MAX_UPDATES_A_SECOND = 10;
/** Of a processor core. An update takes less than the time until the next one, with room for input. */
const MAX_UPDATE_CPU_MILLIS = 80;
/** Machines that run tests are busy. */
const MAX_FILTER_MILLIS = 3_000;

describe('the list under 500 requests a second', () => {
  it('stays bounded, is drawn ten times a second at most, and is filtered at once', async () => {
    const page = await at.open();
    const cpuSeconds = await cpuMeter(page);
    const load = startLoad();
    try {
      await expect.poll(() => page.locator('tbody tr[data-id]').count(), { timeout: 30_000 }).toBe(MAX_ROWS);
      const before = await cpuSeconds();
      const { updates, seconds, rows } = await page.evaluate(observeRows, 3_000);
      const cpuMillis = 1000 * ((await cpuSeconds()) - before);
      expect(rows).toBeLessThanOrEqual(MAX_ROWS);
      expect(updates).toBeGreaterThan(3);
      expect(updates).toBeLessThanOrEqual(MAX_UPDATES_A_SECOND * seconds + 1);
      expect(cpuMillis / updates).toBeLessThan(MAX_UPDATE_CPU_MILLIS);

      for (const [typed, isShown] of [
        ['load/7', (path: string) => path.includes('load/7')],
        ['nothing', () => false],
      ] as const) {
        expect(await page.evaluate(filterList, typed)).toBeLessThan(MAX_FILTER_MILLIS);
        const paths = await page.locator('tbody td.path').allInnerTexts();
        expect(paths.every(isShown)).toBe(true);
      }
    } finally {
      await load.stop();
    }
    expect(load.sentASecond()).toBeGreaterThan(REQUESTS_A_SECOND / 2);
  });
});

describe('the list with a stream of 200 events a second', () => {
  it('is drawn ten times a second at most, with all that came', async () => {
    const { page } = await at.openAt('about:blank');
    try {
      await page.addInitScript(fakeStream, 5);
      await page.goto(at.app.pageUrl);
      await page.locator('tbody tr[data-id]').first().waitFor();
      const { updates, seconds } = await page.evaluate(observeRows, 2_000);
      const sent = await page.evaluate(() => (globalThis as unknown as { readonly sent: number }).sent);
      expect(sent).toBeGreaterThan(3 * MAX_UPDATES_A_SECOND * seconds);
      expect(updates).toBeGreaterThan(3);
      expect(updates).toBeLessThanOrEqual(MAX_UPDATES_A_SECOND * seconds + 1);
      await expect.poll(() => page.locator('tbody tr[data-id]').count(), { timeout: 30_000 }).toBe(MAX_ROWS);
    } finally {
      await page.context().close();
    }
  });
});

/** Replaces the event stream by one that has a new exchange every so often, in an event of its own. */
function fakeStream(intervalMillis: number): void {
  const original = globalThis.fetch;
  const state = globalThis as unknown as { sent: number };
  state.sent = 0;
  const stream = () => {
    const encoder = new TextEncoder();
    return new ReadableStream({
      start(controller) {
        setInterval(() => {
          const id = String(++state.sent);
          const exchange = { id, kind: 'request', api: 'A', method: 'GET', path: `/${id}`, status: 200, startedAt: 0, requestId: id };
          controller.enqueue(encoder.encode(`event: exchange\ndata: ${JSON.stringify([exchange])}\n\n`));
        }, intervalMillis);
      },
    });
  };
  globalThis.fetch = async (input, init) => (String(input).endsWith('api/events') ? new Response(stream()) : original(input, init));
}

/** Returns a function that reads how many seconds the main thread of the page has run, whatever else the machine does. */
async function cpuMeter(page: Page): Promise<() => Promise<number>> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  return async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN;
  };
}

/** Counts how often the rows change, and how many there are at most. */
async function observeRows(millis: number) {
  const body = document.querySelector('tbody');
  let updates = 0;
  let rows = 0;
  const observer = new MutationObserver(() => {
    updates++;
    rows = Math.max(rows, body?.rows.length ?? 0);
  });
  observer.observe(body as Node, { childList: true, subtree: true });
  const started = performance.now();
  await new Promise((resolve) => setTimeout(resolve, millis));
  observer.disconnect();
  return { updates, rows, seconds: (performance.now() - started) / 1000 };
}

/** Types a filter. Returns how long it took until the list was drawn with it. */
async function filterList(text: string): Promise<number> {
  const input = document.querySelector<HTMLInputElement>('input[type=search]');
  if (input === null) {
    throw new Error('there is no filter');
  }
  const started = performance.now();
  input.value = text;
  input.dispatchEvent(new InputEvent('input', { bubbles: true }));
  const isDrawn = () => [...document.querySelectorAll('tbody td.path')].every((cell) => cell.textContent?.includes(text));
  while (!isDrawn()) {
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  return performance.now() - started;
}

/** Sends requests that no route matches, which the gateway answers by itself. */
function startLoad() {
  const agent = new Agent({ keepAlive: true, maxSockets: 8 });
  const started = performance.now();
  const open = new Set<Promise<void>>();
  let sent = 0;
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - started) / 1000) * REQUESTS_A_SECOND);
    for (; sent < due; sent++) {
      const answered = new Promise<void>((resolve) => {
        const one = request(`${at.app.booksUrl}/load/${sent % 10}`, { agent }, (response) => {
          response.resume();
          response.on('end', resolve);
        });
        one.on('error', () => resolve());
        one.end();
      }).finally(() => open.delete(answered));
      open.add(answered);
    }
  }, 20);
  let seconds = 0;
  return {
    async stop() {
      clearInterval(timer);
      seconds = (performance.now() - started) / 1000;
      await Promise.all(open);
      agent.destroy();
    },
    sentASecond: () => sent / seconds,
  };
}
