import { once } from 'node:events';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type InjectRequest, LocalGateway } from '@apigwv2-integrations/local';
import { Stack } from 'aws-cdk-lib';
import { type CfnApi, type CfnRoute, HttpApi, HttpMethod, HttpRoute, MappingValue, ParameterMapping } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpUrlIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { afterAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { BooksStack } from '../../examples/books/books-stack';
import { startDocsServer } from '../../examples/books/docs-server';
import { MembersStack } from '../../examples/books/members-stack';
import { ChatStack } from '../../examples/chat/chat-stack';
import { ShopStack } from '../../examples/many-routes/app';
import { handler as shopHandler } from '../../examples/many-routes/handler/index.mjs';
import { app as notMigrated } from '../../examples/migration/cdk-classes';
import { app as migrated } from '../../examples/migration/our-classes';
import { BooksStack as PrivateBooksStack } from '../../examples/private-service/app';
import { app as pullRequestBase } from '../../examples/pull-request/app';
import { REPOSITORY } from '../repository';
import { closeGuideApps, GUIDE_COMMANDS } from './guide-commands';
import { run, synth } from './run-command';

/** A command of a console example, with what the page shows as its output. */
interface Step {
  readonly page: string;
  readonly command: string;
  readonly output: string;
}

const CONSOLE = /^```console\n(.*?)^```$/gms;

function steps(): Step[] {
  const pages = readdirSync(join(REPOSITORY, 'docs'), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.md'));
  return ['README.md', ...pages.map((file) => `docs/${file}`)].flatMap((page) =>
    [...readFileSync(join(REPOSITORY, page), 'utf8').matchAll(CONSOLE)].flatMap(([, block = '']) =>
      block
        .split(/^\$ /m)
        .slice(1)
        .map((step) => ({ page, command: step.split('\n')[0] ?? '', output: step.slice(step.indexOf('\n') + 1) })),
    ),
  );
}

/** Commands that no test runs, with the reason. */
const NOT_RUN: readonly (readonly [command: RegExp, reason: string])[] = [
  [/^node local\/receive\.mjs$/, 'the test of its example reads the queue in the same way'],
  [/^npm ci && npm test$/, 'it runs the tests themselves'],
  [/^npm install /, 'it needs a registry'],
  [/^npx --no -- apigwv2-local serve --watch$/, 'its output follows edits; watch mode has tests of its own'],
  [/^npx --no -- apigwv2-local serve --endpoint /, 'it has no output; endpoints have tests of their own'],
  [/^curl --aws-sigv4 /, 'it needs a recent curl; signatures have tests of their own'],
];

const books = () => synth((app) => void new BooksStack(app, 'Books'));
const members = () => synth((app) => void new MembersStack(app, 'Members'));
const chat = () => synth((app) => void new ChatStack(app, 'Chat'));
const shop = () =>
  synth((app) => {
    const parameterMapping = new ParameterMapping().appendHeader('x-user', MappingValue.custom('$request.heder.user'));
    new HttpApi(new Stack(app, 'Shop'), 'Api').addRoutes({
      path: '/books',
      integration: new HttpUrlIntegration('Books', 'https://books.example.com', { parameterMapping }),
    });
  });

const manyRoutes = () => synth((app) => void new ShopStack(app, 'Shop'));
const privateService = () => synth((app) => void new PrivateBooksStack(app, 'Books'));
const LISTENER = 'Books/Balancer/Listener';

/** The shop with many routes, without those of its first collection. */
const fewerRoutes = () =>
  synth((app) => {
    const api = new ShopStack(app, 'Shop').node.findChild('ShopApi');
    for (const { node } of api.node.children.filter(({ node }) => node.id.includes('authors'))) {
      api.node.tryRemoveChild(node.id);
    }
  });

/** Compares the app of the page about pull requests, before and after the change on that page. */
function comparePullRequest(...flags: string[]): Promise<string> {
  const base = pullRequestBase.synth().directory;
  const changed = mkdtempSync(join(tmpdir(), 'pull-request-'));
  onTestFinished(() => rmSync(changed, { recursive: true, force: true }));
  cpSync(base, changed, { recursive: true });
  const file = join(changed, 'Shop.template.json');
  const text = readFileSync(file, 'utf8').replace('"AuthorizationType": "AWS_IAM"', '"AuthorizationType": "NONE"');
  writeFileSync(file, text.replace('$request.header.user', '$request.heder.user'));
  return compare([base, '../base/cdk.out'], [changed, 'cdk.out'], flags);
}

/** Compares two assemblies, which have other names on the page. */
async function compare([old, oldName]: [string, string], [path, name]: [string, string], flags: string[] = []): Promise<string> {
  const output = await run([['check', path, '--compare', old, ...flags]]);
  return output.replaceAll(old, oldName).replaceAll(path, name);
}

/** What a `curl` command of a page prints. */
async function answer(gateway: LocalGateway, request: InjectRequest): Promise<string> {
  onTestFinished(() => gateway.close());
  return (await gateway.inject(request)).text();
}

/** What the backend of the page gets through the API. */
async function backendAnswer(path: string): Promise<string> {
  vi.stubEnv('PORT', '0');
  const { backend } = await import('../../examples/private-service/backend.mjs');
  vi.unstubAllEnvs();
  onTestFinished(() => void backend.close());
  if (!backend.listening) {
    await once(backend, 'listening');
  }
  const { port } = backend.address() as AddressInfo;
  return answer(await LocalGateway.load(privateService(), { targets: { [LISTENER]: `http://127.0.0.1:${port}` } }), { path });
}

/** Books and members, before and after some changes. */
const changed = (hasChanges: boolean) =>
  synth((app) => {
    const stacks = [new BooksStack(app, 'Books'), new MembersStack(app, 'Members')];
    if (!hasChanges) {
      return;
    }
    const all = stacks.flatMap((stack) => stack.node.findAll());
    const route = (path: string) => all.find((construct) => construct instanceof HttpRoute && construct.path === path);
    const api = all.find((construct) => construct instanceof HttpApi && construct.node.id === 'BooksApi') as HttpApi;
    route('/books/{id}')?.node.scope?.node.tryRemoveChild('GET--books--{id}');
    (route('/stock')?.node.defaultChild as CfnRoute).authorizationType = 'NONE';
    (api.node.defaultChild as CfnApi).addPropertyOverride('CorsConfiguration.AllowOrigins', ['*']);
    const health = new HttpUrlIntegration('Health', 'https://health.example.com', { method: HttpMethod.GET });
    api.addRoutes({ path: '/docs/health', methods: [HttpMethod.GET], integration: health });
  });

const key = { headers: { 'x-staff-key': 'key-of-ann' } };

const RUN: readonly (readonly [command: RegExp, output: () => Promise<string>])[] = [
  [
    /^npm ci && npm start$/,
    async () => {
      const { server, url } = await startDocsServer();
      onTestFinished(() => void server.close());
      const path = books();
      return run([
        ['routes', path],
        ['serve', path, '--port', '0', '--ui', '--target', `https://docs.example.com=${url}`],
      ]);
    },
  ],
  [
    /^npx --no -- apigwv2-local check cdk\.out --compare \.\.\/base\/cdk\.out$/,
    () => run([['check', changed(true), '--compare', changed(false)]]),
  ],
  [/^npx --no -- apigwv2-local check cdk\.out$/, () => run([['check', shop()]])],
  [
    /^npx --no -- apigwv2-local serve$/,
    () => run([['serve', books(), '--port', '0', '--target', 'https://docs.example.com=http://127.0.0.1:9']], [['/books/1'], ['/nope']]),
  ],
  [
    /^npx --no -- apigwv2-local serve cdk\.out --api MembersApi --iam-key file:keys --verbose$/,
    () =>
      run(
        [['serve', members(), '--port', '0', '--api', 'MembersApi', '--iam-key', 'AKIDEXAMPLE=secret', '--verbose']],
        [
          ['/orders', key],
          ['/orders', { headers: { 'x-staff-key': 'key-of-nobody' } }],
        ],
      ),
  ],
  [
    /^npx --no -- apigwv2-local serve --ui$/,
    () => run([['serve', books(), '--port', '0', '--ui', '--target', 'https://docs.example.com=http://127.0.0.1:9']]),
  ],
  [/^npx --no -- apigwv2-local explain GET \/books\/1$/, () => run([['explain', 'GET', '/books/1', books()]])],
  [
    /^npx --no -- apigwv2-local explain PUT '\/docs\/guide\?page=2' -H 'header1: first'$/,
    () => run([['explain', 'PUT', '/docs/guide?page=2', books(), '-H', 'header1: first']]),
  ],
  [
    /^npx --no -- apigwv2-local explain GET \/orders --api MembersApi$/,
    () => run([['explain', 'GET', '/orders', members(), '--api', 'MembersApi']]),
  ],
  [/^npx --no -- apigwv2-local explain ChatApi hello$/, () => run([['explain', 'ChatApi', 'hello', chat()]])],
  [/^npx --no -- apigwv2-local explain GET \/live$/, () => run([['explain', 'GET', '/live', chat()]])],
  [
    /^npx --no -- apigwv2-local check after\.out --compare before\.out$/,
    () => compare([notMigrated.synth().directory, 'before.out'], [migrated.synth().directory, 'after.out']),
  ],
  [/^npx --no -- apigwv2-local check --compare \.\.\/base\/cdk\.out$/, () => comparePullRequest()],
  [/^npx --no -- apigwv2-local check --compare \.\.\/base\/cdk\.out --format github$/, () => comparePullRequest('--format', 'github')],
  [/^npx --no -- apigwv2-local check$/, () => run([['check', manyRoutes()]])],
  [
    /^npx --no -- apigwv2-local check changed\.out --compare deployed\.out$/,
    () => compare([manyRoutes(), 'deployed.out'], [fewerRoutes(), 'changed.out']),
  ],
  [
    /^curl -X PUT .* http:\/\/127\.0\.0\.1:3000\/orders\/7$/,
    async () =>
      answer(await LocalGateway.load(manyRoutes(), { functions: { 'Shop/ShopHandler': shopHandler } }), {
        method: 'PUT',
        path: '/orders/7',
        body: { paid: true },
      }),
  ],
  [/^npx --no -- apigwv2-local explain GET \/live\/books\/42$/, () => run([['explain', 'GET', '/live/books/42', privateService()]])],
  [
    /^npx --no -- apigwv2-local serve --target Books\/Balancer\/Listener=http:\/\/127\.0\.0\.1:8080$/,
    () => run([['serve', privateService(), '--port', '0', '--target', `${LISTENER}=http://127.0.0.1:8080`]]),
  ],
  [/^curl http:\/\/127\.0\.0\.1:3000\/live\/books\/42$/, () => backendAnswer('/live/books/42')],
  [
    /^curl http:\/\/127\.0\.0\.1:3000\/live\/health$/,
    async () => answer(await LocalGateway.load(privateService()), { path: '/live/health' }),
  ],
  [/^npx --no -- apigwv2-local --version$/, () => run([['--version']])],
];

/** The commands of a page that builds an app of its own, else those of all other pages. */
const runsOf = (page: string) => GUIDE_COMMANDS[page] ?? RUN;

afterAll(closeGuideApps);

/** What differs from machine to machine, and between two runs, is written the same. */
function normalized(text: string): string[] {
  return text
    .replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:3000')
    .replace(/ \([\d.]+ m?s\)$/gm, '')
    .replace(/ [\d.]+ ms/g, ' 1 ms')
    .replace(/\/[0-9a-f]{8}-[0-9a-f-]{27}$/gm, '/uuid')
    .replace(/\S+\/asset\.[0-9a-f]{64}$/gm, 'cdk.out/asset.hash')
    .replace(/#token=[\w-]+/g, '#token=token')
    .replace(/─+/g, '─')
    .replace(/ \([\w./-]+\.ts:\d+\)/g, ' (app.ts:1)')
    .replace(/file=[^,]+,line=\d+(,col=\d+)?/g, 'file=app.ts,line=1')
    .replace(/ of \/[^\s,;:]+/g, ' of cdk.out')
    .replace(/ (with|since) \/[^\s,;:]+/g, ' $1 ../base/cdk.out')
    .replace(/\S*\/(\w+\.template\.json)/g, '$1')
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '');
}

describe('a console example', () => {
  test.each(steps())('on $page has the output of its command: $command', async ({ page, command, output }) => {
    const runner = runsOf(page).find(([pattern]) => pattern.test(command))?.[1];
    const isOwn = page in GUIDE_COMMANDS && runner !== undefined;
    const reason = isOwn ? undefined : NOT_RUN.find(([pattern]) => pattern.test(command))?.[1];
    expect([reason, runner].filter((each) => each !== undefined)).toHaveLength(1);
    const actual = runner === undefined ? normalized(output) : normalized(await runner(command));
    let at = 0;
    for (const line of normalized(output)) {
      const found = actual.indexOf(line, at);
      expect(found < 0 ? actual.slice(at) : line).toBe(line);
      at = found + 1;
    }
  });
});

test('the requests on the page about explain take the routes of their lines', async () => {
  const page = readFileSync(join(REPOSITORY, 'docs/local/explain.md'), 'utf8');
  const lines = [...page.matchAll(/^```text\n(.*?)^```$/gms)].at(-1)?.[1]?.trim().split('\n') ?? [];
  const path = books();
  const taken: string[] = [];
  for (const line of lines) {
    const [method = '', target = ''] = line.split(' ');
    const { route = 'no route' } = JSON.parse(await run([['explain', method, target, path, '--json']]));
    taken.push(`${method} ${target} ${route}`);
  }
  expect(taken).toEqual(lines);
  expect(lines).toHaveLength(4);
});
