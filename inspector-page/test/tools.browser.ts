import { describe, expect, it } from 'vitest';
import { inspected } from './fixture/inspected';

const at = inspected();

describe('the WebSocket console', () => {
  it('connects with headers, sends, and shows frames and templates', async () => {
    const page = await at.open();
    await page.getByRole('link', { name: 'WebSocket' }).click();
    await page.getByLabel('Headers').fill('x-client: console');
    await page.getByRole('button', { name: 'Connect' }).click();
    const console = page.getByRole('region', { name: 'Console' });
    await console.getByText('open', { exact: true }).waitFor();
    await console.getByLabel('Message').fill('{"action":"echo"}');
    await page.keyboard.press('Enter');
    const frames = console.getByRole('list', { name: 'Frames' }).locator('> li');
    await expect.poll(() => frames.count()).toBe(2);
    expect(await frames.nth(0).innerText()).toMatch(/echo[\s\S]*"action": "echo"/);
    expect(await frames.nth(1).innerText()).toContain('"echoed": true');
    await frames.nth(0).getByText('Templates').click();
    await expect
      .poll(() => frames.nth(0).innerText())
      .toMatch(/Request template[\s\S]*"statusCode": 200[\s\S]*Response template[\s\S]*"echoed": true/);
    await console.getByRole('button', { name: 'Disconnect' }).click();
    await page.getByRole('link', { name: 'Traffic' }).click();
    await page.getByLabel('API').selectOption('ChatApi');
    await expect.poll(() => page.locator('tbody td.method').allInnerTexts()).toEqual(expect.arrayContaining(['MESSAGE', 'CONNECT']));
  });

  it('says why a handshake is refused', async () => {
    const page = await at.open();
    await page.keyboard.press('3');
    await page.getByLabel('Path and query string').fill('/nowhere');
    await page.getByRole('button', { name: 'Connect' }).click();
    await page.locator('form').getByRole('alert').waitFor();
  });

  it('refuses a line that is no header', async () => {
    const page = await at.open();
    await page.keyboard.press('3');
    await page.getByLabel('Headers').fill('x');
    await page.getByRole('button', { name: 'Connect' }).click();
    await page.locator('form').getByRole('alert').getByText('line 1 is not a header').waitFor();
  });
});

describe('the routes', () => {
  it('are listed with the findings of the check beside them', async () => {
    const page = await at.open();
    await page.keyboard.press('2');
    const row = (route: string) => page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: route, exact: true }) });
    expect(await row('GET /staff').innerText()).toMatch(/BooksHandler[\s\S]*StaffAuthorizer[\s\S]*LAMBDA/);
    expect(await row('echo').innerText()).toContain('mock');
    expect(await row('GET /docs').locator('.findings').innerText()).toMatch(/error\s+SourceUnknown[\s\S]*\^\^\^[\s\S]*did you mean/);
  });
});

describe('the form that evaluates', () => {
  it('evaluates a mapping as it is typed, with carets under what is wrong', async () => {
    const page = await at.open();
    await page.keyboard.press('4');
    const result = page.getByRole('region', { name: 'Result' });
    await expect.poll(() => result.innerText()).toContain('"path": "/v2/42"');
    await page.getByLabel('Mapping', { exact: true }).fill('{"append:header.x": "$request.heder.user"}');
    await expect.poll(() => result.innerText()).toMatch(/SourceUnknown[\s\S]*\^\^\^[\s\S]*did you mean/);
  });

  it('evaluates a template, with the functions that browsers lack', async () => {
    const page = await at.open();
    await page.keyboard.press('4');
    await page.getByLabel('Velocity template').check();
    await page.getByLabel('Template', { exact: true }).fill("$util.base64Encode('é') $util.base64Decode('w6k=') $util.urlDecode('%C3%A9')");
    await expect.poll(() => page.getByRole('region', { name: 'Result' }).locator('pre.code').innerText()).toBe('w6k= é é');
  });

  it('starts with the mapping and the request of an exchange', async () => {
    await at.send('/books/form', { headers: { user: 'ada' } });
    const page = await at.open();
    await page.getByRole('row').filter({ hasText: '/books/form' }).click();
    await page.getByRole('tab', { name: 'Mapping' }).click();
    await page.getByRole('button', { name: 'Change and evaluate' }).click();
    await expect.poll(() => page.getByRole('region', { name: 'Result' }).locator('pre.code').innerText()).toContain('"x-user": "ada"');
  });

  it('loads the engine only when it is opened', async () => {
    const { page, requests } = await at.openAt(at.app.pageUrl);
    await page.getByText('live', { exact: true }).waitFor();
    expect(requests.filter((url) => url.includes('evaluate'))).toEqual([]);
    await page.keyboard.press('4');
    await expect.poll(() => requests.filter((url) => url.includes('evaluate'))).toHaveLength(1);
    await page.context().close();
  });
});
