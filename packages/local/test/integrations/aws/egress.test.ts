import fs, { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import promises from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { calling, gatewayOf, recording } from './support';

const CALLS: Readonly<Record<string, readonly [service: string, parameters: object]>> = {
  'SQS-SendMessage': ['sqs', { QueueUrl: 'https://sqs.eu-west-1.amazonaws.com/123456789012/jobs', MessageBody: 'a' }],
  'EventBridge-PutEvents': ['eventbridge', { Detail: '{}', DetailType: 'a', Source: 'b' }],
  'Kinesis-PutRecord': ['kinesis', { StreamName: 'a', Data: 'b', PartitionKey: 'c' }],
  'AppConfig-GetConfiguration': ['appconfig', { Application: 'a', Environment: 'b', Configuration: 'c', ClientId: 'd' }],
  'StepFunctions-StartSyncExecution': ['sfn', { StateMachineArn: 'arn:aws:states:eu-west-1:123456789012:stateMachine:a' }],
};

const load = createRequire(import.meta.url);

/** The SDK keeps some of what it has read for as long as its process lives: each test begins anew. */
function forgetSdk(): void {
  for (const file of Object.keys(load.cache).filter((each) => /[\\/]node_modules[\\/]@(?:aws-sdk|smithy)[\\/]/.test(each))) {
    delete load.cache[file];
  }
}

/** Everything by which a host gives its programs credentials and settings of AWS. */
async function planted() {
  forgetSdk();
  const elsewhere = await recording({ body: '{"AccessKeyId":"PLANTED","SecretAccessKey":"PLANTED","Token":"PLANTED"}' });
  const folder = mkdtempSync(join(tmpdir(), 'apigwv2-local-host-'));
  const keys = ['aws_access_key_id = PLANTED', 'aws_secret_access_key = PLANTED', 'aws_session_token = PLANTED'];
  const config = join(folder, 'config');
  writeFileSync(join(folder, 'credentials'), ['[default]', ...keys].join('\n'));
  writeFileSync(
    config,
    ['[default]', ...keys, 'sdk_ua_app_id = PLANTED', `endpoint_url = ${elsewhere.url}`, 'region = us-gov-west-1'].join('\n'),
  );
  const variables = {
    AWS_ACCESS_KEY_ID: 'PLANTED',
    AWS_SECRET_ACCESS_KEY: 'PLANTED',
    AWS_SESSION_TOKEN: 'PLANTED',
    AWS_BEARER_TOKEN: 'PLANTED',
    AWS_PROFILE: 'default',
    AWS_SDK_UA_APP_ID: 'PLANTED',
    AWS_EXECUTION_ENV: 'PLANTED',
    AWS_REGION: 'us-gov-west-1',
    AWS_USE_FIPS_ENDPOINT: 'true',
    AWS_MAX_ATTEMPTS: '5',
    AWS_CONFIG_FILE: config,
    AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
    AWS_CONTAINER_CREDENTIALS_FULL_URI: `${elsewhere.url}/container`,
    AWS_EC2_METADATA_SERVICE_ENDPOINT: elsewhere.url,
    AWS_ENDPOINT_URL: elsewhere.url,
    HTTP_PROXY: elsewhere.url,
    http_proxy: elsewhere.url,
    HOME: folder,
  };
  for (const [name, value] of Object.entries(variables)) {
    vi.stubEnv(name, value);
  }
  onTestFinished(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true, force: true });
  });
  return { folder, elsewhere };
}

/** The files that are opened while a test runs. */
function openedFiles(): readonly string[] {
  const opened: string[] = [];
  const watch = <T extends object>(of: T, name: keyof T & string) => {
    const real = of[name] as (...values: unknown[]) => unknown;
    const spy = vi.spyOn(of as Record<string, (...values: unknown[]) => unknown>, name).mockImplementation((...values) => {
      opened.push(String(values[0]));
      return real.apply(of, values);
    });
    onTestFinished(() => void spy.mockRestore());
  };
  for (const name of ['readFile', 'readFileSync', 'open', 'openSync', 'createReadStream'] as const) {
    watch(fs, name);
  }
  for (const name of ['readFile', 'open'] as const) {
    watch(promises, name);
  }
  return opened;
}

describe("the host's credentials and settings never go out", () => {
  test.each(Object.entries(CALLS))('%s', async (subtype, [service, parameters]) => {
    const { folder, elsewhere } = await planted();
    const server = await recording();
    const { send, reasons } = await gatewayOf(calling(subtype, parameters), { endpoints: { [service]: server.url } });
    const opened = openedFiles();
    expect((await send({ headers: { authorization: 'the-client' } })).statusCode).toBe(200);
    expect(reasons()).toEqual([undefined]);

    const call = server.only();
    expect(call.headers.authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=local\/\d{8}\/us-east-1\//);
    expect(call.headers.host).toBe(new URL(server.url).host);
    expect(JSON.stringify(call)).not.toMatch(/PLANTED|the-client|fips/);
    expect(elsewhere.calls).toEqual([]);
    expect(opened.filter((file) => file.startsWith(folder) || file.includes('.aws'))).toEqual([]);
  });

  test('the test detects access to credentials', async () => {
    const { folder } = await planted();
    const opened = openedFiles();
    const { SQSClient, PurgeQueueCommand } = load('@aws-sdk/client-sqs') as typeof import('@aws-sdk/client-sqs');
    const server = await recording();
    const client = new SQSClient({ endpoint: server.url, useFipsEndpoint: false });
    onTestFinished(() => client.destroy());
    await client.send(new PurgeQueueCommand({ QueueUrl: 'q' }));
    expect(server.only().headers.authorization).toContain('PLANTED');
    expect(opened.some((file) => file.startsWith(folder))).toBe(true);
  });
});

test('calls a remote queue URL at the endpoint', async () => {
  const server = await recording();
  const elsewhere = await recording();
  const app = calling('SQS-PurgeQueue', { QueueUrl: `${elsewhere.url}/123456789012/jobs` });
  const { send } = await gatewayOf(app, { endpoints: { sqs: server.url } });
  expect((await send()).statusCode).toBe(200);
  expect([server.calls.length, elsewhere.calls.length]).toEqual([1, 0]);
});
