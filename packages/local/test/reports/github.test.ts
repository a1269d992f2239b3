import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Change, CheckReport, Finding } from '../../src/index';
import { renderAnnotations, renderSummary } from '../../src/reports/github';
import { api, files, folder, integration, lambdaResource, permission, route, run, template } from '../support';

/** A command as a runner reads it from a line of the log. */
interface WorkflowCommand {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

const unescapeData = (text: string) => text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');
const unescapeProperty = (text: string) =>
  text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%3A', ':').replaceAll('%2C', ',').replaceAll('%25', '%');

/** Reads the log as the runner of GitHub does: `::name key=value,...::message`, and the old `##[name ...]message` anywhere in a line. */
function commandsIn(log: string): readonly WorkflowCommand[] {
  return log.split(/\r\n|\r|\n/).flatMap((line) => {
    const [, name, list = '', message = ''] = /^\s*::([^\s:]+)(?: (.*?))?::(.*)$/s.exec(line) ?? [];
    if (name !== undefined) {
      const pairs = list.split(',').filter((pair) => pair.includes('='));
      const properties = pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), unescapeProperty(pair.slice(pair.indexOf('=') + 1))]);
      return [{ name, properties: Object.fromEntries(properties), message: unescapeData(message) }];
    }
    return line.includes('##[') ? [{ name: 'old command', properties: {}, message: line }] : [];
  });
}

const finding = (more: Partial<Finding> = {}): Finding => ({
  code: 'UrlInvalid',
  rule: '@apigwv2-integrations/url-invalid',
  severity: 'error',
  stack: 'Books',
  file: 'cdk.out/Books.template.json',
  logicalId: 'Int',
  constructPath: 'Books/Api/Int/Resource',
  position: { file: 'lib/app.ts', line: 3, column: 5 },
  property: 'Properties/IntegrationUri',
  message: 'no URL',
  remedy: 'write one',
  ...more,
});
const change = (more: Partial<Change> = {}): Change => ({
  kind: 'route-opened',
  attention: true,
  api: 'books',
  routes: ['GET /books'],
  message: 'opened to the public',
  stack: 'Books',
  file: 'cdk.out/Books.template.json',
  logicalId: 'Route',
  ...more,
});
const report = (more: Partial<CheckReport> = {}): CheckReport => ({
  source: 'cdk.out',
  templates: 1,
  checked: { apis: 1, routes: 1 },
  notChecked: [],
  findings: [],
  ignored: [],
  suppressed: [],
  ...more,
});
const root = process.cwd();

describe('annotations', () => {
  test('name file, line and rule, and hold the finding with its remedy', () => {
    expect(
      commandsIn(renderAnnotations(report({ findings: [finding(), finding({ severity: 'warning', position: undefined })] }), root)),
    ).toEqual([
      {
        name: 'error',
        properties: { file: 'lib/app.ts', line: '3', col: '5', title: 'UrlInvalid' },
        message: 'Books/Api/Int/Resource Properties/IntegrationUri\nno URL\nremedy: write one\nrule: @apigwv2-integrations/url-invalid',
      },
      { name: 'warning', properties: { file: 'cdk.out/Books.template.json', title: 'UrlInvalid' }, message: expect.any(String) },
    ]);
  });

  test('have no column if it is unknown, and no API for a custom domain name', () => {
    const findings = [finding({ position: { file: 'app.ts', line: 1 } })];
    const comparison = { source: 'old', resolved: [], changes: [change({ api: undefined, routes: [], message: 'changes' })] };
    const [error, warning] = commandsIn(renderAnnotations(report({ findings, comparison, staleWarning: undefined }), root));
    expect(error?.properties).toEqual({ file: 'app.ts', line: '1', title: 'UrlInvalid' });
    expect(warning?.message).toBe('custom domain name: changes');
  });

  test('have no file outside of the repository', () => {
    const findings = [finding({ position: { file: '/elsewhere/app.ts', line: 1, column: 1 } })];
    expect(commandsIn(renderAnnotations(report({ findings }), root))[0]?.properties).toEqual({ title: 'UrlInvalid' });
  });

  test('are warnings for changes that need attention, and one notice for all others', () => {
    const changes = [
      change(),
      change({ attention: false, kind: 'route-added', message: 'added' }),
      change({ attention: false, kind: 'stage-added', routes: [], message: 'the stage x is added' }),
    ];
    const log = renderAnnotations(report({ comparison: { source: 'old', resolved: [], changes } }), root);
    expect(commandsIn(log)).toEqual([
      {
        name: 'warning',
        properties: { file: 'cdk.out/Books.template.json', title: 'API change: route-opened' },
        message: 'books: GET /books: opened to the public',
      },
      {
        name: 'notice',
        properties: { title: 'API changes' },
        message: 'books: GET /books: added\nbooks: the stage x is added',
      },
    ]);
    expect(log).toMatch(/\nnew: 0 errors, 0 warnings in 1 template of cdk\.out; 0 findings resolved, 3 API changes since old\n$/);
  });

  const hostile = fc.oneof(
    fc.constantFrom(
      '\n::set-env name=X::y',
      '::error::x',
      ',file=/etc/passwd',
      '%0A::warning::x',
      '##[add-mask]x',
      'a:b,c=d',
      '\r\n##[error]x',
      '\u001b[31m',
      '\u202e',
    ),
    fc.string(),
    fc.string({ unit: 'binary' }),
  );

  test('keep every value within its command', () => {
    fc.assert(
      fc.property(hostile, hostile, hostile, (a, b, c) => {
        const findings = [finding({ message: a, code: b, constructPath: c, position: { file: `dir/${b}`, line: 1, column: 1 } })];
        const comparison = { source: c, resolved: [], changes: [change({ message: b, routes: [a], api: c })] };
        const commands = commandsIn(renderAnnotations(report({ source: a, staleWarning: b, findings, comparison }), root));
        expect(commands.map(({ name }) => name)).toEqual(['warning', 'error', 'warning']);
        expect(Object.keys(commands[1]?.properties ?? {}).filter((name) => !['file', 'line', 'col', 'title'].includes(name))).toEqual([]);
        expect(commands[1]?.message).toContain('remedy: write one\nrule: @apigwv2-integrations/url-invalid');
      }),
      { seed: Number(process.env.TEST_SEED) },
    );
  });

  test('hold percent signs, colons and commas as they are written', () => {
    const [command] = commandsIn(renderAnnotations(report({ findings: [finding({ code: 'a:b,c%0A', message: '100%, 50%25: x' })] }), root));
    expect(command?.properties.title).toBe('a:b,c%0A');
    expect(command?.message).toContain('\n100%, 50%25: x\n');
  });
});

describe('the summary of a workflow run', () => {
  test('lists changes, findings and what was left out', () => {
    const text = renderSummary(
      report({
        findings: [finding()],
        ignored: [{ code: 'HeaderReserved', reason: 'known', count: 2 }],
        comparison: { source: 'old', resolved: [], changes: [change({ attention: false }), change({ message: 'first' })] },
      }),
    );
    expect(text).toContain('| **check** | books | <code>GET /books</code> | first |\n|  | books |');
    expect(text).toContain('#### New findings');
    expect(text).toContain('| **error** | <code>UrlInvalid</code> | <code>Books/Api/Int/Resource</code> | no URL<br>write one |');
    expect(text).toContain('Ignored 2 findings of <code>HeaderReserved</code>: known');
    expect(text).toContain('1 API, 1 route checked');
  });

  test('says that nothing changes', () => {
    expect(renderSummary(report({ comparison: { source: 'old', resolved: [], changes: [] } }))).toContain('Nothing in the APIs.');
  });

  test('shows values as text, which neither Markdown nor HTML interprets', () => {
    const message = '| <script>alert(1)</script> **b** `c` [d](https://e.example)\n# f\u202e';
    const text = renderSummary(report({ findings: [finding({ message, constructPath: '</code><img src=x>|' })] }));
    const row = text.split('\n').find((line) => line.includes('script')) ?? '';
    expect(row.match(/\|/g)).toHaveLength(5);
    expect(text).not.toMatch(/<script|<img|\*\*b|`c`|\]\(|\n# f|\u202e/);
  });

  test('is limited in length', () => {
    const findings = Array.from({ length: 5_000 }, (_, index) => finding({ message: `${index} ${'x'.repeat(5_000)}` }));
    const text = renderSummary(report({ findings }));
    expect(Buffer.byteLength(text)).toBeLessThan(1024 * 1024);
    expect(text).toContain('4800 more rows in the log.');
  });
});

describe('check --format github', () => {
  const broken = () => template({ Int: integration({ TimeoutInMillis: 1 }) });

  test('prints annotations, adds to the summary and exits as for the other formats', () => {
    const summary = join(folder(), 'summary.md');
    writeFileSync(summary, 'before\n');
    const { code, out, err } = run(['check', broken(), '--format', 'github'], { GITHUB_STEP_SUMMARY: summary });
    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect(commandsIn(out).map(({ name, properties }) => [name, properties.title])).toEqual([['error', 'TimeoutOutOfRange']]);
    expect(readFileSync(summary, 'utf8')).toMatch(/^before\n### API Gateway v2 checks\n\n1 error, 0 warnings in 1 template of /);
  });

  test('has the paths as they are if the folder of the workflow does not exist', () => {
    const { out } = run(['check', broken(), '--format', 'github'], { GITHUB_WORKSPACE: join(folder(), 'nowhere') });
    expect(commandsIn(out)[0]?.properties).toEqual({ title: 'TimeoutOutOfRange' });
  });

  test('reports a summary that cannot be written', () => {
    const { code, err } = run(['check', broken(), '--format', 'github'], { GITHUB_STEP_SUMMARY: folder() });
    expect(code).toBe(2);
    expect(err).toMatch(/^apigwv2-local: cannot write the file .* of GITHUB_STEP_SUMMARY: EISDIR/);
  });

  test('shows what opens a route to the public, with the file of the repository', () => {
    const app = (authorization: object) => ({
      Resources: {
        Api: api(),
        Fn: lambdaResource,
        Int: integration(),
        Books: route('GET /books', authorization),
        P: permission({ 'Fn::Sub': 'arn:aws:execute-api:eu-west-1:1:${Api}/*' }),
      },
    });
    const path = files({ 'old.json': app({ AuthorizationType: 'AWS_IAM' }), 'new.json': app({}) });
    mkdirSync(join(path, 'sub'));
    const { code, out } = run(['check', `${path}/new.json`, '--format', 'github', '--compare', `${path}/old.json`], {
      GITHUB_WORKSPACE: path,
    });
    expect(code).toBe(0);
    expect(commandsIn(out)).toEqual([
      {
        name: 'warning',
        properties: { file: 'new.json', line: '1', col: expect.stringMatching(/^\d+$/), title: 'API change: route-opened' },
        message: 'books: GET /books: opened to the public: required AWS_IAM, and will require no authorization',
      },
    ]);
  });
});
