import { describe, expect, it } from 'vitest';
import { inspected, rowOf, showTab } from './fixture/inspected';

const at = inspected();

async function openExchange(path: string, init?: RequestInit) {
  await at.send(path, init);
  const page = await at.open();
  await rowOf(page, path).click();
  await page.getByRole('region', { name: 'Opened exchange' }).getByRole('heading', { name: path }).waitFor();
  return page;
}

describe('an opened exchange', () => {
  it('shows which routes were candidates and why one was selected', async () => {
    const page = await openExchange('/books/why');
    const why = await showTab(page, 'Why');
    await expect.poll(() => why.innerText()).toContain('ANY /books/{id}');
    expect(await why.locator('[data-selected]').innerText()).toContain('ANY /books/{id}');
    expect(await why.innerText()).toContain('ANY /books/{proxy+}');
  });

  it('shows the decision of the authorizer', async () => {
    const page = await openExchange('/staff', { headers: { 'x-staff': 'ada' } });
    const why = await showTab(page, 'Why');
    await expect.poll(() => why.innerText()).toMatch(/StaffAuthorizer[\s\S]*allowed[\s\S]*editor/);
  });

  it('shows why the authorizer refused a request', async () => {
    const page = await openExchange('/staff', { headers: { 'x-staff': 'bob' } });
    const why = await showTab(page, 'Why');
    await expect.poll(() => why.innerText()).toMatch(/refused/);
    expect(await page.locator('.facts .status').innerText()).toBe('403');
  });

  it('shows the mapping side by side, with the entry that made each change', async () => {
    const page = await openExchange('/books/mapped', { headers: { user: 'ada', 'x-old': '1' } });
    const panel = await showTab(page, 'Mapping');
    const changed = await panel.locator('table.diff tbody').allInnerTexts();
    const words = changed.map((text) => text.replace(/\s+/g, ' ').trim());
    expect(words).toContainEqual('header x-user added ada by append:header.x-user ← $request.header.user');
    expect(words).toContainEqual('header x-old removed 1 by remove:header.x-old');
    expect(await panel.locator('.entries').innerText()).toContain('append:header.x-absent');
    await panel.getByLabel('Show unchanged parts').check();
    expect(await panel.locator('table.diff').innerText()).toContain('header host');
  });

  it('shows the event, the log of this request alone, and the result', async () => {
    await at.send('/books/another');
    const page = await openExchange('/books/logged');
    const event = await showTab(page, 'Event');
    await expect.poll(() => event.innerText()).toContain('"rawPath": "/books/logged"');
    const log = await showTab(page, 'Log');
    await expect.poll(() => log.innerText()).toContain('handling /books/logged');
    expect(await log.innerText()).not.toContain('/books/another');
    const answer = await showTab(page, 'Answer');
    await expect.poll(() => answer.innerText()).toMatch(/Result of the function[\s\S]*"statusCode": 200/);
  });

  it('shows the answer before and after the response mapping', async () => {
    const page = await openExchange('/books/answered');
    const answer = await showTab(page, 'Answer');
    await expect.poll(() => answer.locator('table.diff').innerText()).toMatch(/header x-internal removed\s+secret-of-the-backend/);
    expect(await answer.getByRole('region', { name: 'To the client' }).innerText()).not.toContain('x-internal');
  });

  it('shows why a function failed', async () => {
    const page = await openExchange('/books/fail');
    await expect.poll(async () => (await showTab(page, 'Answer')).innerText()).toContain('no such book');
    expect(await (await showTab(page, 'Log')).innerText()).toContain('no such book');
  });

  it('shows a timeline', async () => {
    const page = await openExchange('/books/timed');
    const timeline = await showTab(page, 'Timeline');
    await expect.poll(() => timeline.innerText()).toMatch(/received[\s\S]*queued[\s\S]*started[\s\S]*answered/);
  });

  it('is replayed with its body and headers', async () => {
    const page = await openExchange('/books/replayed', { method: 'POST', body: 'the body', headers: { user: 'ada' } });
    const first = page.url();
    await page.getByRole('button', { name: 'Replay', exact: true }).click();
    await expect.poll(() => page.url()).not.toBe(first);
    const answer = await showTab(page, 'Answer');
    await expect.poll(() => answer.innerText()).toMatch(/"user": "ada"[\s\S]*"received": "the body"/);
  });

  it('is replayed with changes', async () => {
    const page = await openExchange('/books/edited', { headers: { user: 'ada' } });
    await page.keyboard.press('e');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Method').selectOption('PUT');
    await dialog.getByLabel('Path and query string').fill('/books/changed?a=1');
    await dialog.getByLabel('Headers').fill('content-type: text/plain\nuser: bob');
    await dialog.getByLabel('Body').fill('new body');
    await dialog.getByRole('button', { name: 'Send' }).click();
    await page.getByRole('heading', { name: 'PUT /books/changed?a=1' }).waitFor();
    const answer = await showTab(page, 'Answer');
    await expect.poll(() => answer.innerText()).toMatch(/"user": "bob"[\s\S]*"received": "new body"/);
  });

  it('is not sent with a header that is none', async () => {
    const page = await openExchange('/books/wrong-header');
    await page.keyboard.press('e');
    await page.getByRole('dialog').getByLabel('Headers').fill('not a header');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('alert').getByText('line 1 is not a header').waitFor();
  });

  it('is copied as a test', async () => {
    const page = await openExchange('/books/tested');
    await page.keyboard.press('t');
    await page.getByText('Copied the test').waitFor();
    const text = await page.evaluate(() => navigator.clipboard.readText());
    expect(text).toMatch(/gateway\.api\('BooksApi'\)\.inject\(\{[\s\S]*expect\(response\.statusCode\)\.toBe\(200\)/);
    expect(text).toContain('/books/tested');
  });

  it('is compared with another one', async () => {
    await at.send('/books/first');
    const page = await openExchange('/books/second');
    await page.keyboard.press('m');
    await rowOf(page, '/books/first').click();
    await page.getByRole('heading', { name: '/books/first' }).waitFor();
    await page.keyboard.press('m');
    const differing = page.getByRole('region', { name: 'Comparison' }).locator('tr.differs');
    await expect.poll(() => differing.first().innerText()).toMatch(/GET \/books\/second\s+GET \/books\/first/);
  });

  it('says when it is no longer kept', async () => {
    const page = await at.open();
    await page.evaluate(() => {
      location.hash = '#/traffic/999999';
      dispatchEvent(new PopStateEvent('popstate'));
    });
    await page.getByText('there is no such exchange').waitFor();
  });
});
