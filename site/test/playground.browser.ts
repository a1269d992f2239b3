import { deflateRawSync } from 'node:zlib';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { accessibilityViolations } from '../../test-support/browser';
import { EXAMPLES } from '../.vitepress/theme/playground/examples';
import { MODE_NAMES, MODES } from '../.vitepress/theme/playground/modes';
import { builtSite } from './fixture/site';

const site = builtSite();

async function open(fragment = '', options?: BrowserContextOptions): Promise<Page> {
  const page = await site.open(`/playground${fragment}`, options);
  await result(page).getByRole('status').waitFor();
  return page;
}

const result = (page: Page) => page.getByRole('region', { name: 'Result' });
const problems = (page: Page) => result(page).getByRole('list', { name: 'Problems' }).locator('> li');
const editor = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true });
const rows = (page: Page) => result(page).locator('.entries tbody tr');
const mode = (page: Page, title: string) => page.getByRole('radio', { name: title, exact: true }).check({ force: true });

/** Replaces the text of an editor with the keyboard. */
async function type(page: Page, name: string, text: string): Promise<void> {
  await editor(page, name).click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(text);
}

/** Accepts the selected suggestion. The editor ignores keys in the first 75 ms of a list, which may appear while one types. */
async function accept(page: Page): Promise<void> {
  await page.waitForTimeout(150);
  await page.keyboard.press('Enter');
  await page.getByRole('listbox').waitFor({ state: 'detached' });
}

/** The text that an editor underlines. */
const underlined = (page: Page) => page.locator('.source .cm-lintRange').allInnerTexts();

describe('the playground', () => {
  it('evaluates a request mapping, entry by entry, when it is opened', async () => {
    const page = await open();
    await expect.poll(() => rows(page).allInnerTexts()).toHaveLength(3);
    const [user, , cookie] = await rows(page).allInnerTexts();
    expect(user).toMatch(/overwrite:header\.x-user[\s\S]*\$context\.authorizer\.claims\.sub[\s\S]*ada[\s\S]*adds[\s\S]*header x-user/);
    expect(cookie).toMatch(/remove:header\.cookie[\s\S]*none[\s\S]*removes[\s\S]*header cookie/);
    expect(await result(page).getByLabel('Request to the backend').innerText()).toContain('"x-user": "ada"');
    expect(await result(page).getByRole('status').innerText()).toBe('No problems');
  });

  it('says that nothing is sent anywhere', async () => {
    const page = await open();
    expect(await page.locator('.privacy').innerText()).toMatch(/Everything runs in this page.*not sent anywhere/);
  });

  it('evaluates again as the mapping and the sample are typed', async () => {
    const page = await open();
    await type(page, 'Parameter mapping', '{"append:header.x-city": "$request.body.city"}');
    await expect.poll(() => rows(page).allInnerTexts()).toEqual([expect.stringContaining('no value in this sample')]);
    await type(page, 'Sample request', '{"body": {"city": "London"}}');
    await expect.poll(() => rows(page).allInnerTexts()).toEqual([expect.stringContaining('London')]);
  });

  it('shows carets under a mistake, underlines it in the editor, and shows the remedy', async () => {
    const page = await open();
    await type(page, 'Parameter mapping', '{"append:header.x": "a ${request.heder.user}"}');
    await expect.poll(() => problems(page).count()).toBe(1);
    const [line = '', carets = ''] = (await problems(page).locator('pre').innerText()).split('\n');
    expect(line.slice(carets.indexOf('^'), carets.lastIndexOf('^') + 1)).toBe('${request.heder.user}');
    expect(await problems(page).locator('.remedy').innerText()).toContain('did you mean $request.header.user?');
    await expect.poll(() => underlined(page)).toEqual(['${request.heder.user}']);
    expect(await problems(page).getByRole('link', { name: 'SourceUnknown' }).getAttribute('href')).toBe('/rules#source-unknown');
  });

  it('links each rule to its section', async () => {
    const page = await open();
    await page.getByLabel('Example').selectOption('Mistakes and their remedies');
    await problems(page).getByRole('link', { name: 'HeaderReserved' }).click();
    await page.waitForURL('**/rules#header-reserved');
    await page.locator('#header-reserved').waitFor();
  });

  it('puts a caret where JSON is not valid', async () => {
    const page = await open();
    await type(page, 'Parameter mapping', '{"append:header.x" "y"}');
    await expect.poll(() => problems(page).allInnerTexts()).toEqual([expect.stringContaining('a colon is expected here')]);
    const [line = '', carets = ''] = (await problems(page).locator('pre').innerText()).split('\n');
    expect(line.slice(carets.indexOf('^'))).toMatch(/^"y"/);
  });

  it('reports a sample that is not JSON', async () => {
    const page = await open();
    await type(page, 'Sample request', '{"path": ');
    await expect.poll(() => problems(page).allInnerTexts()).toEqual([expect.stringContaining('the sample is not valid JSON')]);
  });
});

describe('completion by keyboard', () => {
  it('inserts a key and a source', async () => {
    const page = await open();
    await editor(page, 'Parameter mapping').click();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('{"overwrite:p');
    await page.getByRole('option', { name: 'overwrite:path' }).waitFor();
    await accept(page);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.type(': "$request.pa');
    await page
      .getByRole('option')
      .filter({ hasText: /^\$request\.path\s*the whole value/ })
      .waitFor();
    await accept(page);
    await expect
      .poll(() => rows(page).allInnerTexts())
      .toEqual([expect.stringMatching(/overwrite:path[\s\S]*\$request\.path[\s\S]*\/books\/42/)]);
  });

  it('opens with Ctrl+Space, lists names of the sample, and closes with Escape', async () => {
    const page = await open();
    await type(page, 'Parameter mapping', '{"append:header.x": ""}');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Control+Space');
    await page.getByRole('option', { name: '$request.header.cookie' }).waitFor({ state: 'attached' });
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByRole('listbox').count()).toBe(0);
  });

  it('completes Velocity', async () => {
    const page = await open();
    await mode(page, 'Request template');
    await editor(page, 'Velocity template of the request').click();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('$util.esc');
    await page.getByRole('option', { name: '$util.escapeJavaScript()' }).waitFor();
    await accept(page);
    await expect.poll(() => page.locator('.source .cm-content').innerText()).toBe('$util.escapeJavaScript()');
  });

  it('leaves the editor with Tab', async () => {
    const page = await open();
    await editor(page, 'Parameter mapping').click();
    await page.keyboard.press('Tab');
    expect(await editor(page, 'Parameter mapping').evaluate((element) => element === document.activeElement)).toBe(false);
  });
});

describe('each mode', () => {
  it('maps a response', async () => {
    const page = await open();
    await mode(page, 'Response mapping');
    await expect.poll(() => rows(page).first().innerText()).toMatch(/overwrite:statuscode[\s\S]*changes[\s\S]*404[\s\S]*403/);
    expect(await result(page).getByLabel('Response to the client').innerText()).toContain('"statusCode": 403');
  });

  it('evaluates request parameters of a WebSocket API', async () => {
    const page = await open();
    await mode(page, 'Request parameters');
    await expect.poll(() => result(page).getByLabel('Parameters of the request to the backend').innerText()).toContain('"x-room": "tea"');
    await type(page, 'Request parameters', '{"integration.request.header.x": "$request.body.room"}');
    await expect
      .poll(() => problems(page).allInnerTexts())
      .toEqual([expect.stringMatching(/WebSocketSourceInvalid[\s\S]*route\.request\.body\.room/)]);
  });

  it('selects a route', async () => {
    const page = await open();
    await mode(page, 'Route selection');
    await expect.poll(() => result(page).getByLabel('Selected route').innerText()).toBe('The route send.');
    await type(page, 'Route selection expression', '$request.body.text');
    await expect.poll(() => result(page).getByLabel('Selected route').innerText()).toBe('The route $default.');
    await type(page, 'Route selection expression', '${request.body.text');
    await expect.poll(() => problems(page).allInnerTexts()).toEqual([expect.stringContaining('SelectionExpressionInvalid')]);
  });

  it('renders a request template, with the functions that browsers lack', async () => {
    const page = await open();
    await mode(page, 'Request template');
    await expect.poll(() => result(page).getByLabel('Request to the backend').innerText()).toContain(`"it's 5 o'clock"`);
    await type(page, 'Velocity template of the request', "$util.base64Encode('é') $util.base64Decode('w6k=') $util.urlDecode('%C3%A9')");
    await expect.poll(() => result(page).getByLabel('Request to the backend').innerText()).toBe('w6k= é é');
  });

  it('shows where a template has a syntax error', async () => {
    const page = await open();
    await mode(page, 'Request template');
    await type(page, 'Velocity template of the request', '{\n#if($input.body == "")\n}');
    await expect.poll(() => problems(page).allInnerTexts()).toEqual([expect.stringMatching(/TemplateSyntaxInvalid[\s\S]*\^/)]);
    await expect.poll(() => page.locator('.source .cm-lint-marker-error').count()).toBe(1);
  });

  it('renders a response template, and names the integration response', async () => {
    const page = await open();
    await mode(page, 'Response template');
    await expect.poll(() => result(page).getByLabel('Message to the client').innerText()).toMatch(/"tea",\s+"books"/);
    expect(await result(page).getByLabel('Integration response').innerText()).toBe('200 selects $default.');
  });

  it('checks a whole template, with the findings on their lines', async () => {
    const page = await open();
    await mode(page, 'CloudFormation, SAM or OpenAPI');
    await expect.poll(() => problems(page).allInnerTexts()).toHaveLength(3);
    const places = await problems(page).locator('.place').allInnerTexts();
    expect(places).toEqual([
      'line 23, Route: RouteKey',
      'line 15, Books: TimeoutInMillis',
      'line 17, Books: RequestParameters/append:header.x-user',
    ]);
    const lines = page.locator('.source .cm-line');
    for (const line of [15, 17, 23]) {
      expect(
        await lines
          .nth(line - 1)
          .locator('.cm-lintRange')
          .count(),
      ).toBeGreaterThan(0);
    }
    await problems(page).getByRole('button', { name: 'line 15' }).click();
    expect(await page.evaluate(() => getSelection()?.toString())).toBe('TimeoutInMillis: 31000');
  });

  it('checks SAM, whose logical IDs contain a hash, and OpenAPI', async () => {
    const page = await open();
    await mode(page, 'CloudFormation, SAM or OpenAPI');
    await page.getByLabel('Example').selectOption('SAM: a function with an HTTP API');
    await expect
      .poll(() => problems(page).allInnerTexts())
      .toEqual([expect.stringContaining('CorsCredentialsWithAnyOrigin'), expect.stringContaining('PathVariablePartial')]);
    await page.getByLabel('Example').selectOption('OpenAPI: an integration with a mapping');
    await expect.poll(() => problems(page).allInnerTexts()).toEqual(expect.arrayContaining([expect.stringContaining('HeaderReserved')]));
    await type(page, 'Template in YAML or JSON', '{"paths": [}');
    await expect.poll(() => problems(page).allInnerTexts()).toEqual([expect.stringContaining('neither YAML nor JSON')]);
  });

  it('keeps what was typed in each of them', async () => {
    const page = await open();
    await type(page, 'Parameter mapping', '{"append:header.kept": "1"}');
    await mode(page, 'Response mapping');
    await expect.poll(() => rows(page).count()).toBe(3);
    await mode(page, 'Request mapping');
    await expect.poll(() => rows(page).allInnerTexts()).toEqual([expect.stringContaining('append:header.kept')]);
    expect(await page.getByLabel('Example').evaluate((select: HTMLSelectElement) => select.selectedOptions[0]?.label)).toBe('Your own');
  });

  it('has no errors in its examples, except in those of mistakes', async () => {
    const page = await open();
    for (const { title, mode: name } of EXAMPLES.filter(({ title }) => !/^(?:Mistakes|CloudFormation:|SAM:|OpenAPI:)/.test(title))) {
      await mode(page, MODES[name].title);
      await page.getByLabel('Example').selectOption(title);
      await expect.poll(() => result(page).getByRole('status').innerText(), { message: title }).toMatch(/^(?:No problems|\d+ warnings?)$/);
    }
  });
});

describe('a permalink', () => {
  it('is copied, and opens the same text in a new page', async () => {
    const page = await open();
    await mode(page, 'Route selection');
    await type(page, 'Route selection expression', '${request.body.a}/é');
    await page.getByRole('button', { name: 'Copy link' }).click();
    await page.getByText('The link is in the clipboard.').waitFor();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    expect(link).toMatch(/\/playground#v1\.[\w-]+$/);
    const other = await open(new URL(link).hash);
    await expect.poll(() => other.locator('.source .cm-content').innerText()).toBe('${request.body.a}/é');
  });

  it('is in the address, so that a reload keeps the text', async () => {
    const page = await open();
    await type(page, 'Parameter mapping', '{"append:header.kept": "1"}');
    await page.waitForURL('**/playground#v1.*');
    await page.reload();
    await expect.poll(() => rows(page).allInnerTexts()).toEqual([expect.stringContaining('append:header.kept')]);
  });

  it.each([
    ['of another version', '#v9.abc', 'another version'],
    ['with a script', '#v1.<script>alert(1)</script>', 'not base64url'],
    ['with damaged content', '#v1.AAAA', 'damaged'],
    ['that grows when it is decompressed', `#v1.${deflateRawSync('a'.repeat(20_000_000)).toString('base64url')}`, 'more than'],
  ])('%s is refused', async (_, fragment, reason) => {
    const page = await open(fragment);
    await expect.poll(() => page.locator('.notice').innerText()).toContain(reason);
    await expect.poll(() => rows(page).count()).toBe(3);
  });

  it('with markup in its text shows it as text', async () => {
    const source = '{"<img src=x onerror=\\"document.title=1\\">": "<b>bold</b>"}';
    const state = deflateRawSync(JSON.stringify({ mode: 'request', source, sample: '{}' })).toString('base64url');
    const page = await open(`#v1.${state}`);
    await expect.poll(() => rows(page).allInnerTexts()).toEqual([expect.stringContaining('<b>bold</b>')]);
    expect(await result(page).locator('img, b').count()).toBe(0);
    expect(await page.title()).toContain('Playground');
  });
});

describe('the CDK code', () => {
  it('is copied in TypeScript and in Python', async () => {
    const page = await open();
    const copied = async () => {
      await page.getByRole('button', { name: 'Copy code' }).click();
      await page.getByText('The code is in the clipboard.').waitFor();
      return page.evaluate(() => navigator.clipboard.readText());
    };
    expect(await copied()).toContain(".overwriteHeader('x-user', MappingValue.authorizerClaim('sub'))");
    await page.getByRole('radio', { name: 'Python' }).check({ force: true });
    await expect.poll(copied).toContain('.overwrite_header("x-user", MappingValue.authorizer_claim("sub"))');
    expect(await result(page).getByLabel('CDK code').innerText()).toContain('app.synth()');
  });

  it('is missing while the text is not valid', async () => {
    const page = await open();
    await type(page, 'Parameter mapping', '{');
    await result(page).getByText('The code appears once the text is valid JSON.').waitFor();
    expect(await page.getByRole('button', { name: 'Copy code' }).isDisabled()).toBe(true);
  });
});

it('sends nothing, whatever is typed', async () => {
  const page = await open();
  // The parts of the page are loaded when their mode is first chosen.
  for (const name of MODE_NAMES) {
    await mode(page, MODES[name].title);
    await expect.poll(() => editor(page, MODES[name].source).count()).toBe(1);
  }
  await expect.poll(() => problems(page).count()).toBe(3);
  const sent: string[] = [];
  page.on('request', (request) => sent.push(`${request.method()} ${request.url()}`));
  page.on('websocket', (socket) => sent.push(socket.url()));
  for (const name of MODE_NAMES) {
    await mode(page, MODES[name].title);
    await type(page, MODES[name].source, 'secret-text');
  }
  await page.getByRole('button', { name: 'Copy link' }).click();
  await page.waitForURL('**/playground#v1.*');
  expect(sent).toEqual([]);
});

describe.each([
  { name: 'light', colorScheme: 'light', viewport: { width: 1280, height: 900 } },
  { name: 'dark', colorScheme: 'dark', viewport: { width: 1280, height: 900 } },
  { name: 'narrow, light', colorScheme: 'light', viewport: { width: 390, height: 800 } },
  { name: 'narrow, dark', colorScheme: 'dark', viewport: { width: 390, height: 800 } },
] as const)('axe finds nothing: $name', ({ colorScheme, viewport }) => {
  it('in each mode, with problems, and with the list of suggestions', async () => {
    const page = await open('', { colorScheme, viewport });
    expect(await page.evaluate(() => document.documentElement.classList.contains('dark'))).toBe(colorScheme === 'dark');
    for (const name of MODE_NAMES) {
      await mode(page, MODES[name].title);
      await expect.poll(() => editor(page, MODES[name].source).count()).toBe(1);
      expect(await accessibilityViolations(page, '.playground')).toEqual([]);
    }
    await mode(page, 'Request mapping');
    await page.getByLabel('Example').selectOption('Mistakes and their remedies');
    await expect.poll(() => problems(page).count()).toBe(4);
    expect(await accessibilityViolations(page, '.playground')).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(viewport.width);
    await type(page, 'Parameter mapping', '{"append');
    await page.keyboard.press('Control+Space');
    await page.getByRole('listbox').waitFor();
    expect(await accessibilityViolations(page, '.playground')).toEqual([]);
  });
});
