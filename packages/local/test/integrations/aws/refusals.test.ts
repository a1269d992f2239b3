import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { TargetPlan } from '../../../src/definitions/integration';
import { readPlan } from '../../../src/definitions/plan';
import { checkServices, readEndpoints } from '../../../src/integrations/aws/endpoints';
import { operationOf } from '../../../src/integrations/aws/operations';
import { serviceBackend } from '../../../src/integrations/aws/service-backend';
import { findSdk, ServiceClients } from '../../../src/integrations/aws/service-clients';
import { SERVICES } from '../../../src/integrations/aws/services';
import { routed, unmapped } from '../../gateway/support';
import { calling, gatewayOf, recording } from './support';

const SEND = { QueueUrl: 'q', MessageBody: '$request.body.text' };

describe('status 400 for parameters without a valid value', () => {
  test.each<[string, string, object, string | undefined, string]>([
    [
      'nothing there',
      'SQS-SendMessage',
      SEND,
      '{}',
      'the parameter MessageBody has no value: this request has nothing at $request.body.text',
    ],
    ['an empty text', 'SQS-SendMessage', SEND, '{"text":""}', 'the parameter MessageBody has no value'],
    ['no body', 'SQS-SendMessage', { ...SEND, MessageBody: '$request.body' }, undefined, 'the parameter MessageBody has no value'],
    [
      'a path variable that is none',
      'SQS-SendMessage',
      { ...SEND, MessageBody: '$request.path.nope' },
      '{}',
      'the parameter MessageBody has no value',
    ],
    [
      'an optional one',
      'SQS-SendMessage',
      { ...SEND, MessageGroupId: '$request.header.x' },
      '{"text":"a"}',
      'the parameter MessageGroupId has no',
    ],
    [
      'no number',
      'SQS-SendMessage',
      { ...SEND, DelaySeconds: '1.5' },
      '{"text":"a"}',
      'the value of DelaySeconds is "1.5", which must be a whole number',
    ],
    [
      'no attributes',
      'SQS-SendMessage',
      { ...SEND, MessageAttributes: 'a' },
      '{"text":"a"}',
      'the value of MessageAttributes is "a", which must be JSON such',
    ],
    [
      'an odd attribute',
      'SQS-SendMessage',
      { ...SEND, MessageAttributes: '{"a":{"DataType":1,"StringValue":"${request.body.text}"}}' },
      '{"text":"a"}',
      'the value of MessageAttributes is',
    ],
    [
      'an unknown member',
      'SQS-SendMessage',
      { ...SEND, MessageAttributes: '{"a":{"DataType":"String","X":"${request.body.text}"}}' },
      '{"text":"a"}',
      'the value of Message',
    ],
    [
      'no list',
      'SQS-ReceiveMessage',
      { QueueUrl: 'q', AttributeNames: '[1]' },
      undefined,
      'the value of AttributeNames is "[1]", which must be a JSON list of texts',
    ],
    ['a list cut short', 'SQS-ReceiveMessage', { QueueUrl: 'q', AttributeNames: '["a"' }, undefined, 'the value of AttributeNames is '],
    [
      'no time',
      'EventBridge-PutEvents',
      { Detail: '{}', DetailType: 'a', Source: 'b', Time: 'noon' },
      undefined,
      'the value of Time is "noon", which must be',
    ],
    [
      'no such time',
      'EventBridge-PutEvents',
      { Detail: '{}', DetailType: 'a', Source: 'b', Time: '2026-99-99' },
      undefined,
      'the value of Time is "2026-99-99"',
    ],
    [
      'a long value',
      'SQS-ReceiveMessage',
      { QueueUrl: 'q', WaitTimeSeconds: 'x'.repeat(300) },
      undefined,
      `the value of WaitTimeSeconds is "${'x'.repeat(100)}…"`,
    ],
  ])('%s', async (_, subtype, parameters, body, diagnostics) => {
    const server = await recording();
    const endpoints = { [subtype.startsWith('SQS') ? 'sqs' : 'events']: server.url };
    const { send, reasons } = await gatewayOf(calling(subtype, parameters), { endpoints });
    const response = await send({ body });
    expect([response.statusCode, response.text()]).toEqual([400, '{"message":"Bad Request"}']);
    expect(reasons()[0]).toContain(diagnostics);
    expect(server.calls).toEqual([]);
  });

  test('accepts seconds and bytes', async () => {
    const server = await recording();
    const binary = '{"a":{"DataType":"Binary","BinaryValue":"${request.body.bytes}"}}';
    const sqs = await gatewayOf(calling('SQS-SendMessage', { QueueUrl: 'q', MessageBody: 'b', MessageAttributes: binary }), {
      endpoints: { sqs: server.url },
    });
    await sqs.send({ body: '{"bytes":"AQID"}' });
    const time = { Detail: '{}', DetailType: 'a', Source: 'b', Time: '1700000000.5', Resources: 'arn:a, arn:b' };
    const events = await gatewayOf(calling('EventBridge-PutEvents', time), { endpoints: { eventbridge: server.url } });
    await events.send();
    const [message, event] = server.calls.map(({ body }) => JSON.parse(body));
    expect(message.MessageAttributes).toEqual({ a: { DataType: 'Binary', BinaryValue: 'AQID' } });
    expect(event.Entries[0]).toMatchObject({ Time: 1_700_000_000.5, Resources: ['arn:a', 'arn:b'] });
  });
});

describe('status 503 without an endpoint', () => {
  const REMEDY = 'pass --endpoint sqs=http://127.0.0.1:9324 with its address on this machine';

  test.each<[string, Record<string, string>, string]>([
    ['none is given', {}, `SQS has no local endpoint: ${REMEDY}`],
    [
      'the variable is elsewhere',
      { AWS_ENDPOINT_URL_SQS: 'https://sqs.eu-west-1.amazonaws.com' },
      `AWS_ENDPOINT_URL_SQS does not point to this machine, so SQS has no local endpoint: ${REMEDY}`,
    ],
    [
      'the variable is no URL',
      { AWS_ENDPOINT_URL: 'localhost:1' },
      `AWS_ENDPOINT_URL does not point to this machine, so SQS has no local endpoint: ${REMEDY}`,
    ],
    [
      'variables are to be ignored',
      { AWS_ENDPOINT_URL: 'http://127.0.0.1:1', AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' },
      `SQS has no local endpoint: ${REMEDY}`,
    ],
  ])('%s', async (_, variables, reason) => {
    for (const name of ['AWS_ENDPOINT_URL_SQS', 'AWS_ENDPOINT_URL', 'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS']) {
      vi.stubEnv(name, variables[name]);
    }
    onTestFinished(() => void vi.unstubAllEnvs());
    const { send, reasons } = await gatewayOf(calling('SQS-PurgeQueue', { QueueUrl: 'q' }));
    const { statusCode, body } = await send();
    expect([statusCode, body.toString()]).toEqual([503, '{"message":"Service Unavailable"}']);
    expect(reasons()).toEqual([reason]);
  });

  test("reads local endpoints from the SDK's variables, the most specific one first", async () => {
    const [general, particular] = [await recording(), await recording()];
    onTestFinished(() => void vi.unstubAllEnvs());
    vi.stubEnv('AWS_ENDPOINT_URL', general.url);
    const first = await gatewayOf(calling('SQS-PurgeQueue', { QueueUrl: 'q' }));
    expect((await first.send()).statusCode).toBe(200);
    vi.stubEnv('AWS_ENDPOINT_URL_SQS', particular.url);
    const second = await gatewayOf(calling('SQS-PurgeQueue', { QueueUrl: 'q' }));
    expect((await second.send()).statusCode).toBe(200);
    expect([general.calls.length, particular.calls.length]).toEqual([1, 1]);
  });
});

describe('endpoints', () => {
  test.each<[Record<string, string>, string]>([
    [
      { lambda: 'http://127.0.0.1:1' },
      '--endpoint lambda is not a service that integrations call: expected sqs, eventbridge, sfn, kinesis, appconfig, dynamodb, sns, firehose, s3',
    ],
    [{ sfn: 'http://127.0.0.1:1', 'Step-Functions': 'http://127.0.0.1:2' }, '--endpoint names sfn twice: remove one'],
    [
      { sqs: '127.0.0.1:9324' },
      '--endpoint sqs is 127.0.0.1:9324, which is not a URL of host, port and path only: write it as --endpoint sqs=http://127.0.0.1:9324',
    ],
    [{ sqs: 'http://a:b@127.0.0.1' }, '--endpoint sqs is http://a:b@127.0.0.1, which is not a URL of'],
    [
      { sqs: 'https://sqs.eu-west-1.amazonaws.com' },
      '--endpoint sqs is https://sqs.eu-west-1.amazonaws.com, which is not on this machine: use 127.0.0.1, or add --allow-internet',
    ],
  ])('%j', (given, message) => {
    expect(() => readEndpoints(given)).toThrow(message);
  });

  test('accepts a remote endpoint if allowed', () => {
    const url = 'https://emulator.example.com';
    expect(readEndpoints({ sqs: url }, { allowInternet: true }).of(SERVICES.sqs)).toEqual({ url });
  });

  test.each<[string, string, string]>([
    ['SQS-PurgeQueue', 'kinesis', '--endpoint kinesis is not called by any integration of the app: expected sqs'],
    ['SNS-Publish', 'sqs', '--endpoint sqs is not called by any integration of the app: remove it'],
  ])('rejects for %s an endpoint of %s', async (subtype, name, message) => {
    const app = calling(subtype, { QueueUrl: 'q' });
    await expect(gatewayOf(app, { endpoints: { [name]: 'http://127.0.0.1:1' } })).rejects.toThrow(message);
  });
});

describe('packages', () => {
  const other = { ...SERVICES.sqs, package: '@aws-sdk/client-nowhere' };

  const folder = (): string => {
    const path = mkdtempSync(join(tmpdir(), 'apigwv2-local-sdk-'));
    onTestFinished(() => rmSync(path, { recursive: true, force: true }));
    return path;
  };

  test("finds packages beside this one, otherwise in the user's project", () => {
    const path = folder();
    const installed = join(path, 'node_modules', other.package);
    expect(findSdk(other, path)).toBeUndefined();
    mkdirSync(installed, { recursive: true });
    writeFileSync(join(installed, 'package.json'), '{"main":"index.js"}');
    writeFileSync(join(installed, 'index.js'), '');
    expect(findSdk(other, path)).toContain('client-nowhere');
    expect(findSdk(SERVICES.sqs, path)).toContain('client-sqs');
  });

  test('reports missing packages at startup, and responds with 503', async () => {
    const service = operationOf('SQS-PurgeQueue').service as { package: string };
    const name = service.package;
    service.package = other.package;
    onTestFinished(() => {
      service.package = name;
    });
    const message = `calls to SQS need the package ${other.package}, which is not installed: npm install --save-dev ${other.package}`;
    const app = calling('SQS-PurgeQueue', { QueueUrl: 'q' });
    const { apis } = readPlan(app);
    expect(checkServices(readEndpoints({}), apis, folder()).map(({ text, location }) => [location.logicalId, text])).toEqual([
      ['Int', message],
    ]);
    const { gateway, send, reasons } = await gatewayOf(app, { endpoints: { sqs: 'http://127.0.0.1:1' } });
    expect(gateway.diagnostics.map(({ text }) => text)).toEqual([message]);
    expect((await send()).statusCode).toBe(503);
    expect(reasons()).toEqual([message]);
  });

  test('loads packages on first use', async () => {
    const clients = new ServiceClients();
    const of = vi.spyOn(clients, 'of');
    const target: Extract<TargetPlan, { kind: 'service' }> = {
      kind: 'service',
      subtype: 'SQS-PurgeQueue',
      parameters: [['QueueUrl', 'q']],
      region: 'eu-west-1',
    };
    const endpoints = readEndpoints({ sqs: 'http://127.0.0.1:1' });
    const backend = serviceBackend(target, { timeoutMillis: 1000 }, { endpoints, clients });
    expect(of).not.toHaveBeenCalled();
    const asked = routed();
    expect(await backend.call(asked, unmapped(asked))).toMatchObject({ kind: 'failure', statusCode: 503 });
    expect(of).toHaveBeenCalledOnce();
    clients.close();
  });

  test('requires no package for an unknown subtype', () => {
    expect(() => operationOf('SNS-Publish')).toThrow('no operation for SNS-Publish');
  });
});
