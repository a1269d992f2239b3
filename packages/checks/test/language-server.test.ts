import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test, vi } from 'vitest';

/** An app with a mistake in an integration, which the construct in the line with the comment creates. */
const APP = `import { ApiGatewayV2Checks } from '@apigwv2-integrations/checks';
import { App, Stack, Validations } from 'aws-cdk-lib';
import { HttpApi, HttpMethod, HttpRoute, HttpRouteKey, MappingValue, ParameterMapping } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpUrlIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';

export function synth(outdir: string): void {
  const app = new App({ outdir, analyticsReporting: false });
  Validations.of(app).addPlugins(new ApiGatewayV2Checks({ app }));
  const stack = new Stack(app, 'Shop');
  const httpApi = new HttpApi(stack, 'Api');
  const parameterMapping = new ParameterMapping().overwriteHeader('x-id', MappingValue.requestPathParam('id'));
  const integration = new HttpUrlIntegration('Books', 'https://books.example.com', { parameterMapping });
  new HttpRoute(stack, 'ListBooks', { httpApi, routeKey: HttpRouteKey.with('/books', HttpMethod.GET), integration }); // here
  app.synth();
}
`;

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
}

/** Starts `cdk lsp` on a project, as an editor does. */
function startLanguageServer(project: string) {
  const require = createRequire(import.meta.url);
  const cdk = join(dirname(require.resolve('aws-cdk/package.json')), 'bin/cdk');
  const server = spawn(process.execPath, [cdk, 'lsp'], {
    cwd: project,
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { ...process.env, CI: 'true', CDK_DISABLE_CLI_TELEMETRY: 'true' },
  });
  onTestFinished(() => void server.kill());
  const received: Message[] = [];
  let pending = Buffer.alloc(0);
  server.stdout.on('data', (chunk: Buffer) => {
    pending = Buffer.concat([pending, chunk]);
    for (;;) {
      const end = pending.indexOf('\r\n\r\n');
      const length = Number(/Content-Length: (\d+)/.exec(pending.subarray(0, Math.max(end, 0)).toString())?.[1]);
      if (end < 0 || pending.length < end + 4 + length) {
        return;
      }
      received.push(JSON.parse(pending.subarray(end + 4, end + 4 + length).toString()));
      pending = pending.subarray(end + 4 + length);
    }
  });
  return {
    send(message: Message): void {
      const body = JSON.stringify({ jsonrpc: '2.0', ...message });
      server.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
    },
    async receive(matches: (message: Message) => boolean): Promise<Message> {
      await expect.poll(() => received.find(matches), { timeout: 30_000 }).toBeDefined();
      return received.find(matches) as Message;
    },
  };
}

/** A project with the app, synthesized. */
async function synthesize(): Promise<string> {
  const project = realpathSync(mkdtempSync(join(tmpdir(), 'editor-')));
  onTestFinished(() => rmSync(project, { recursive: true, force: true }));
  writeFileSync(join(project, 'app.ts'), APP);
  writeFileSync(join(project, 'cdk.json'), JSON.stringify({ app: 'tsx app.ts' }));
  const print = vi.spyOn(console, 'error').mockReturnValue();
  onTestFinished(() => print.mockRestore());
  const { synth } = await import(join(project, 'app.ts'));
  synth(join(project, 'cdk.out'));
  return project;
}

async function showsFinding(): Promise<void> {
  const project = await synthesize();
  const server = startLanguageServer(project);
  const params = {
    processId: process.pid,
    rootUri: pathToFileURL(project).href,
    capabilities: {},
    initializationOptions: { applicationDir: project },
  };
  server.send({ id: 1, method: 'initialize', params });
  await server.receive(({ id }) => id === 1);
  server.send({ method: 'initialized', params: {} });
  const published = await server.receive(({ method }) => method === 'textDocument/publishDiagnostics');

  const line = APP.split('\n').findIndex((each) => each.endsWith('// here'));
  expect(published.params).toMatchObject({
    uri: pathToFileURL(join(project, 'app.ts')).href,
    diagnostics: [
      {
        range: { start: { line } },
        severity: 2,
        source: '@apigwv2-integrations/checks',
        code: '@apigwv2-integrations/path-variable-unknown',
        message: expect.stringMatching(
          /^overwrite:header\.x-id reads the path variable id, .*\n\nSuggested fix: add \{id\} to the route's path/s,
        ),
      },
    ],
  });
}

async function writesNoReport(): Promise<void> {
  expect(readdirSync(join(await synthesize(), 'cdk.out'))).not.toContain('validation-report.json');
}

// The language server reads the report that newer versions of aws-cdk-lib write.
if (process.env.CDK_VERSION === 'floor') {
  test('the oldest supported aws-cdk-lib writes no report for the language server', writesNoReport);
} else {
  test('the language server of the CDK shows a finding of the plugin on the line of its construct', showsFinding);
}
