import { execFileSync } from 'node:child_process';
import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { findChromium, launchBrowser } from '../../test-support/browser';
import { inspected, rowOf, showTab } from './fixture/inspected';

const at = inspected();
const origin = () => new URL(at.app.pageUrl).origin;

describe('the page', () => {
  it('shows the HTML of a handler as text', async () => {
    await at.send('/books/script');
    const page = await at.open();
    await rowOf(page, '/books/script').click();
    const answer = await showTab(page, 'Answer');
    await expect.poll(() => answer.innerText()).toContain('<script>document.title = "owned"</script>');
    expect(await page.title()).toBe('API inspector');
    expect(await page.locator('img').count()).toBe(0);
  });

  it('shows markup in paths, headers and messages of errors as text', async () => {
    await at.send('/books/%3Cb%3E', { headers: { 'x-markup': '<img src=x onerror=alert(1)>' } });
    const page = await at.open();
    await rowOf(page, '/books/%3Cb%3E').click();
    const panel = await showTab(page, 'Request');
    await expect.poll(() => panel.innerText()).toContain('<img src=x onerror=alert(1)>');
    expect(await page.locator('img').count()).toBe(0);
  });

  it('does not run scripts that get into it', async () => {
    const { page } = await at.openAt(at.app.pageUrl);
    const ran = await page.evaluate(async () => {
      const script = document.createElement('script');
      const refused = (() => {
        try {
          script.textContent = 'globalThis.ran = true';
          return false;
        } catch {
          return true;
        }
      })();
      document.body.append(script);
      return { refused, ran: 'ran' in globalThis };
    });
    expect(ran).toEqual({ refused: true, ran: false });
    await page.context().close();
  });

  it('sends every request to the gateway', async () => {
    await at.send('/books/1');
    const { page, requests } = await at.openAt(at.app.pageUrl);
    await rowOf(page, '/books/1').click();
    for (const key of ['2', '3', '4', '1']) {
      await page.keyboard.press(key);
    }
    await page.getByText('live', { exact: true }).waitFor();
    expect(requests.filter((url) => !url.startsWith(`${origin()}/`))).toEqual([]);
    expect(requests.filter((url) => url.includes(new URL(at.app.pageUrl).hash.slice(7)) && url.includes('/api/'))).toEqual([]);
    await page.context().close();
  });

  it('masks secrets', async () => {
    await at.send('/books/secret', { headers: { authorization: 'Bearer very-secret-value', cookie: 'session=very-secret-too' } });
    const page = await at.open();
    await rowOf(page, '/books/secret').click();
    const panel = await showTab(page, 'Request');
    await expect.poll(() => panel.innerText()).toContain('****');
    for (const tab of ['Request', 'Mapping', 'Event', 'Answer']) {
      expect(await (await showTab(page, tab)).innerText()).not.toContain('very-secret');
    }
  });

  it('asks for the token when it has none, and opens with the address that was printed', async () => {
    const { page } = await at.openAt(`${origin()}/`);
    await page.getByLabel('Address or token').fill(at.app.pageUrl);
    await page.keyboard.press('Enter');
    await page.getByText('live', { exact: true }).waitFor();
    await page.context().close();
  });

  it('asks for another token when the gateway refuses its own', async () => {
    const { page } = await at.openAt(`${origin()}/#token=of-an-earlier-start`);
    await page.getByLabel('Address or token').waitFor();
    await page.context().close();
  });
});

describe('the API', () => {
  it('refuses the event stream without a token', async () => {
    const { page } = await at.openAt(`${origin()}/`);
    const status = await page.evaluate(async () => (await fetch('api/events')).status);
    expect(status).toBe(401);
    await page.context().close();
  });

  it('refuses a page that reaches it by another name of this machine', async () => {
    const { port } = new URL(origin());
    const browser = await launchBrowser('--host-resolver-rules=MAP rebound.example 127.0.0.1');
    try {
      const page = await browser.newPage();
      const response = await page.goto(`http://rebound.example:${port}/`);
      expect(response?.status()).toBe(421);
      const token = new URL(at.app.pageUrl).hash.slice('#token='.length);
      const status = await page.evaluate(
        async (secret) => (await fetch('/api/exchanges', { headers: { authorization: `Bearer ${secret}` } })).status,
        token,
      );
      expect(status).toBe(421);
    } finally {
      await browser.close();
    }
  });

  it('refuses another page', async () => {
    const { page } = await at.openAt('data:text/html,<title>other</title>');
    const failed = await page.evaluate(
      async ([url, secret]) =>
        fetch(`${url}/api/exchanges`, { headers: { authorization: `Bearer ${secret}` } }).then(
          () => false,
          () => true,
        ),
      [origin(), new URL(at.app.pageUrl).hash.slice('#token='.length)],
    );
    expect(failed).toBe(true);
    await page.context().close();
  });
});

describe('a copied curl command', () => {
  it('passes quotes, line breaks and expressions of a shell on as they are', async () => {
    const header = `it's "quoted" $(touch owned) \`id\` \\ !x`;
    const body = `line 1\nit's "line" 2 $HOME\r\n`;
    await sendRaw('/books/quoted?q=%27%20%22', header, body);
    const page = await at.open();
    await rowOf(page, '/books/quoted').click();
    await page.getByRole('heading', { name: '/books/quoted' }).waitFor();
    await page.keyboard.press('c');
    await page.getByText('Copied the curl command').waitFor();
    const command = await page.evaluate(() => navigator.clipboard.readText());
    const words = wordsOf(command);
    expect(words).toContain(`x-quoted: ${header}`);
    expect(words).toContain(body);
    expect(words.some((word) => word.endsWith('/books/quoted?q=%27%20%22'))).toBe(true);
  });
});

describe('findChromium', () => {
  it('says what to install when there is no browser', () => {
    expect(() => findChromium({ PATH: '/nowhere' })).toThrow('install the package chromium of your system');
  });
});

/** What a shell passes to curl, which is not called. */
function wordsOf(command: string): readonly string[] {
  const script = `curl() { printf '%s\\0' "$@"; }\n${command}`;
  return execFileSync('bash', ['-c', script], { encoding: 'utf8' }).split('\0');
}

/** `fetch` changes some header values. */
function sendRaw(path: string, header: string, body: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = request(`${at.app.booksUrl}${path}`, { method: 'POST', headers: { 'x-quoted': header } }, (response) => {
      response.resume();
      response.on('end', resolve);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
