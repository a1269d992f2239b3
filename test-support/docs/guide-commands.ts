import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProblems, type GatewayOptions, LocalGateway } from '@apigwv2-integrations/local';
import { CfnApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { AccountStack } from '../../examples/account/lib/account-stack';
import { BookshopStack } from '../../examples/bookshop/lib/bookshop-stack';
import { BookshopStack as FirstBookshopStack } from '../../examples/bookshop/lib/first-bookshop-stack';
import { WebhooksStack } from '../../examples/webhooks/lib/webhooks-stack';
import { REPOSITORY } from '../repository';
import { run, synth } from './run-command';

/** A command of a page, and how its output is obtained in a test. */
export type PageCommand = readonly [command: RegExp, output: (command: string) => Promise<string>];

const closing: (() => unknown)[] = [];

/** Closes what the commands share. */
export async function closeGuideApps(): Promise<void> {
  await Promise.all(closing.splice(0).map((close) => close()));
}

/** Computes a value once, because loading an app takes long. */
function once<T>(compute: () => T): () => T {
  let computed: { readonly value: T } | undefined;
  return () => {
    computed ??= { value: compute() };
    return computed.value;
  };
}

/** A server that answers as the stand-in of a page: with the path and some headers of the request, by other names. */
async function standIn(headers: Readonly<Record<string, string>>): Promise<string> {
  const server: Server = createServer((request, response) => {
    const values = Object.entries(headers).map(([name, header]) => [name, request.headers[header]]);
    response.end(`${JSON.stringify({ path: request.url, ...Object.fromEntries(values) })}\n`);
  });
  closing.push(() => server.close());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function load(path: string, options: GatewayOptions): Promise<LocalGateway> {
  const gateway = await LocalGateway.load(path, options);
  closing.push(() => gateway.close());
  return gateway;
}

/** Sends the request of a curl command. Its headers are in single or double quotes. */
async function curl(gateway: LocalGateway, command: string): Promise<string> {
  const [, path = '/'] = /http:\/\/127\.0\.0\.1:\d+(\/\S*)/.exec(command) ?? [];
  const headers = Object.fromEntries([...command.matchAll(/-H (['"])([^:]+): (.*?)\1/g)].map(([, , name, value]) => [name, value]));
  return (await gateway.inject({ path, headers })).text();
}

/** The tests of a file, as jest lists them when they pass. */
function passed(file: string): string {
  const names = [...readFileSync(join(REPOSITORY, 'examples', file), 'utf8').matchAll(/^test\('(.*)',/gm)].map(([, name]) => name);
  const list = names.map((name) => `  ✓ ${name}`);
  return [
    `PASS ${file.replace(/^[^/]+\//, '')}`,
    ...list,
    'Test Suites: 1 passed, 1 total',
    `Tests:       ${names.length} passed, ${names.length} total`,
  ].join('\n');
}

const reviews = once(() => standIn({ shop: 'x-shop' }));
const bookshop = once(() => synth((app) => void new BookshopStack(app, 'BookshopStack')));
const bookshopGateway = once(async () => load(bookshop(), { targets: { 'https://reviews.example.com': await reviews() } }));

/** The mistake of the tutorial, in the form in which the CDK's command line prints findings of plugins. */
async function brokenBookshop(): Promise<string> {
  const path = synth((app) => {
    const stack = new FirstBookshopStack(app, 'BookshopStack');
    const api = stack.node.findAll().find((construct) => construct instanceof CfnApi);
    api?.addPropertyOverride('CorsConfiguration.MaxAge', 2 * 24 * 3600);
  });
  return findProblems(path)
    .findings.flatMap(({ severity, message, constructPath, logicalId, remedy, rule }) => [
      'lib/bookshop-stack.ts:18:17',
      `${severity.toUpperCase()} ${message} (@apigwv2-integrations/checks)`,
      `   ${constructPath} (${logicalId}) aws-cdk-lib.aws_apigatewayv2.CfnApi`,
      `   Suggested fix: ${remedy}`,
      `   Acknowledge with '@apigwv2-integrations/checks::${rule}'`,
      'Synthesis finished with errors',
    ])
    .join('\n');
}

const ISSUER = 'https://login.example.com';
const BACKEND = 'https://backend.example.com';

/** The account of the guide, with a token that is signed as the guide does. */
const account = once(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'account-'));
  closing.push(() => rmSync(folder, { recursive: true, force: true }));
  const keys = join(folder, 'jwks.json');
  const printed = await run([['token', '--issuer', ISSUER, '--audience', 'shop', '--claim', 'sub=ada', '--keys', keys]]);
  const [token = ''] = /^ey\S+$/m.exec(printed) ?? [];
  const path = synth((app) => void new AccountStack(app, 'AccountStack'));
  const target = await standIn({ user: 'x-user', tenant: 'x-tenant' });
  return { keys, token, path, target, gateway: await load(path, { jwks: { [ISSUER]: keys }, targets: { [BACKEND]: target } }) };
});

/** The commands of pages that build an app of their own. */
export const GUIDE_COMMANDS: Readonly<Record<string, readonly PageCommand[]>> = {
  'docs/tutorial.md': [
    [/^npx cdk synth --quiet$/, brokenBookshop],
    [
      /^npx --no -- apigwv2-local serve$/,
      () => run([['serve', synth((app) => void new FirstBookshopStack(app, 'BookshopStack')), '--port', '0']]),
    ],
    [
      /^npx --no -- apigwv2-local serve --ui --target /,
      async () => run([['serve', bookshop(), '--port', '0', '--ui', '--target', `https://reviews.example.com=${await reviews()}`]]),
    ],
    [/^npx --no -- apigwv2-local explain GET \/books\/2\/reviews$/, () => run([['explain', 'GET', '/books/2/reviews', bookshop()]])],
    [/^curl /, async (command) => curl(await bookshopGateway(), command)],
    [/^npm test$/, async () => passed('bookshop/test/bookshop.test.ts')],
  ],
  'docs/local/debugging.md': [
    // The page bundles the function, which changes nothing in the output and takes long.
    [
      /^npx --no -- apigwv2-local serve --inspect$/,
      () => run([['serve', synth((app) => void new FirstBookshopStack(app, 'BookshopStack')), '--port', '0', '--inspect', '0']]),
    ],
  ],
  'docs/guides/claim-as-header.md': [
    [/^npm test$/, async () => passed('account/test/account.test.ts')],
    [
      /^npx --no -- apigwv2-local serve --jwks https:\/\/login.example.com=jwks.json --target /,
      async () => {
        const { keys, path, target } = await account();
        return run([['serve', path, '--port', '0', '--jwks', `${ISSUER}=${keys}`, '--target', `${BACKEND}=${target}`]]);
      },
    ],
    [
      /^curl /,
      async (command) => {
        const { gateway, token } = await account();
        return curl(gateway, command.replace('$(cat token.txt)', token));
      },
    ],
  ],
  'docs/guides/webhook-to-fifo-queue.md': [
    [/^npm test$/, async () => passed('webhooks/test/webhooks.test.ts')],
    [
      /^npx --no -- apigwv2-local serve --endpoint sqs=/,
      () => {
        const path = synth((app) => void new WebhooksStack(app, 'WebhooksStack'));
        return run([['serve', path, '--port', '0', '--endpoint', 'sqs=http://127.0.0.1:9324']]);
      },
    ],
  ],
};
