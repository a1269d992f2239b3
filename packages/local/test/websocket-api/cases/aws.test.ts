import { describe, expect, test } from 'vitest';
import { backend, FUNCTION_URI } from '../integrations/support';
import { WAYS } from '../ways';
import { answers, errorFrame, play, templates } from './support';

const action = (resource: string, template: string, parameters: Readonly<Record<string, string>> = {}) => ({
  IntegrationType: 'AWS',
  IntegrationMethod: 'POST',
  IntegrationUri: `arn:aws:apigateway:us-east-1:${resource}`,
  PassthroughBehavior: 'NEVER',
  RequestParameters: parameters,
  ...templates('\\$default', { $default: template }),
});

const FORM = { 'integration.request.header.Content-Type': "'application/x-www-form-urlencoded'" };

describe.each(WAYS)('AWS integrations of services over $way', (way) => {
  // aws-samples/serverless-patterns, apigw-websocket-api-connection-dynamodb.
  test('W26: $connect puts an item, and its status accepts the handshake', async () => {
    const { url, received } = await backend({ body: '{}' });
    const template =
      '{"TableName":"t","Item":{"id":{"S":"$context.connectionId"},"room":{"S":"$input.params().get(\'header\').get(\'X-Room\')"},"q":{"S":"$input.params(\'ws-uri\')"}}}';
    const { connect } = await play(way, {
      integration: action('dynamodb:action/PutItem', template),
      responses: { '/200/': {} },
      connects: true,
      options: { endpoints: { dynamodb: url } },
    });
    await connect({ path: '/dev?ws-uri=u', headers: { 'X-Room': 'one' } });
    expect(received[0]?.headers['x-amz-target']).toBe('DynamoDB_20120810.PutItem');
    expect(JSON.parse(received[0]?.body ?? '')).toMatchObject({
      Item: { id: { S: expect.any(String) }, room: { S: 'one' }, q: { S: 'u' } },
    });
  });

  // localstack-ext, Kinesis tests; serverless-patterns.
  test('W82, W87: the status code selects the integration response, and the frame is the answer of the service', async () => {
    const { url, only } = await backend({ body: '{"SequenceNumber":"1","ShardId":"s"}' });
    const { ask } = await play(way, {
      integration: action('kinesis:action/PutRecord', '{"Data":"$util.base64Encode($input.body)","PartitionKey":"p","StreamName":"s"}'),
      responses: { '/200/': {} },
      options: { endpoints: { kinesis: url } },
    });
    expect(await ask('{"f":1}')).toBe('{"SequenceNumber":"1","ShardId":"s"}');
    expect(JSON.parse(only().body)).toEqual({ Data: Buffer.from('{"f":1}').toString('base64'), PartitionKey: 'p', StreamName: 's' });
  });

  // localstack-ext, SQS tests.
  test('W83: SQS gets a form at the path of the queue, and answers JSON', async () => {
    const answer =
      '<SendMessageResponse><SendMessageResult><MD5OfMessageBody>5d</MD5OfMessageBody><MessageId>m</MessageId></SendMessageResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></SendMessageResponse>';
    const { url, only } = await backend({ body: answer });
    const { ask } = await play(way, {
      integration: action('sqs:path/123456789012/orders', 'Action=SendMessage&MessageBody=$util.urlEncode($input.body)', FORM),
      options: { endpoints: { sqs: url } },
    });
    expect(await ask('hello & bye')).toBe(
      '{"SendMessageResponse":{"SendMessageResult":{"MD5OfMessageAttributes":null,"MD5OfMessageBody":"5d","MD5OfMessageSystemAttributes":null,"MessageId":"m","SequenceNumber":null},"ResponseMetadata":{"RequestId":"r"}}}',
    );
    expect(only().url).toBe('/123456789012/orders');
    expect(new URLSearchParams(only().body).get('MessageBody')).toBe('hello & bye');
  });

  // serverless-patterns, apigw-websocket-api-sns.
  test('W84: SNS answers JSON', async () => {
    const answer =
      '<PublishResponse><PublishResult><MessageId>m</MessageId></PublishResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></PublishResponse>';
    const { url } = await backend({ body: answer });
    const { ask } = await play(way, {
      integration: action('sns:action/Publish', 'Action=Publish&TopicArn=t&Message=$util.urlEncode($input.body)', FORM),
      options: { endpoints: { sns: url } },
    });
    expect(await ask('x')).toBe(
      '{"PublishResponse":{"PublishResult":{"MessageId":"m","SequenceNumber":null},"ResponseMetadata":{"RequestId":"r"}}}',
    );
  });

  // serverless-patterns, apigw-websocket-api-sfn-async and -sync.
  test.each([
    ['W85', 'StartExecution', '{"executionArn":"arn","startDate":1.652716274909E9}'],
    ['W86', 'StartSyncExecution', '{"billingDetails":{},"executionArn":"arn","output":"{}"}'],
  ])('%s: the answer of %s is the frame, unchanged', async (_, name, answer) => {
    const { url, only } = await backend({ body: answer });
    const { ask } = await play(way, {
      integration: action(`states:action/${name}`, '{"input":"{}"}'),
      options: { endpoints: { states: url } },
    });
    expect(await ask('x')).toBe(answer);
    expect(only().headers['x-amz-target']).toBe(`AWSStepFunctions.${name}`);
  });

  // localstack-ext, SQS tests.
  test('W88: $disconnect sends a message although the connection has ended', async () => {
    const { url, received } = await backend({ body: '<SendMessageResponse/>' });
    const integration = action('sqs:path/1/q', 'Action=SendMessage&MessageBody=$context.eventType $context.disconnectStatusCode', FORM);
    const { connected, gateway } = await play(way, {
      integration,
      chat: { routes: ['$disconnect'] },
      options: { endpoints: { sqs: url } },
    });
    (await connected()).close(1000);
    await expect.poll(() => received.length).toBe(1);
    expect(new URLSearchParams(received[0]?.body).get('MessageBody')).toBe('DISCONNECT 1000');
    await gateway.close();
  });

  // localstack, test_apigateway_eventbridge and test_sqs_amz_json_protocol: REST APIs.
  test.each([
    ['W89', 'events', 'events:action/PutEvents', 'AWSEvents.PutEvents', 'application/x-amz-json-1.1'],
    ['W90', 'sqs', 'sqs:path/1/q', 'AmazonSQS.SendMessage', 'application/x-amz-json-1.0'],
  ])('%s: request parameters set the JSON protocol of %s', async (_, endpoint, resource, target, type) => {
    const { url, only } = await backend({ body: '{"ok":true}' });
    const parameters = { 'integration.request.header.X-Amz-Target': `'${target}'`, 'integration.request.header.Content-Type': `'${type}'` };
    const { ask } = await play(way, { integration: action(resource, '{"a":1}', parameters), options: { endpoints: { [endpoint]: url } } });
    expect(await ask('x')).toBe('{"ok":true}');
    expect(only()).toMatchObject({ body: '{"a":1}', headers: { 'x-amz-target': target, 'content-type': type } });
  });

  test('W91: an error of the service selects the integration response', async () => {
    const { url } = await backend({ status: 400, body: '{"__type":"AccessDeniedException"}' });
    const { ask } = await play(way, {
      integration: action('dynamodb:action/PutItem', '{}'),
      responses: { $default: {}, '/4\\d\\d/': answers(undefined, { a: 'refused: $input.path("$.__type")' }) },
      options: { endpoints: { dynamodb: url } },
    });
    expect(await ask('x')).toBe('refused: AccessDeniedException');
  });

  test('a service without an endpoint gets an error frame, and the log names the flag', async () => {
    const { ask, log } = await play(way, { integration: action('dynamodb:action/PutItem', '{}') });
    expect(await ask('x')).toMatch(errorFrame('Internal server error'));
    await expect.poll(() => JSON.stringify(log)).toContain('--endpoint dynamodb=http://127.0.0.1:8000');
  });

  test('a service that is not served is reported, and gets an error frame', async () => {
    const { ask, gateway } = await play(way, { integration: action('translate:action/TranslateText', '{}') });
    expect(await ask('x')).toMatch(errorFrame('Internal server error'));
    expect(gateway.diagnostics.map(({ text }) => text)).toContainEqual(expect.stringContaining('calls to translate are not served'));
  });
});

describe.each(WAYS)('AWS integrations of a function over $way', (way) => {
  const lambda = (source: string, responses: Readonly<Record<string, object>>, integration: object = {}) =>
    play(way, {
      integration: { IntegrationType: 'AWS', IntegrationUri: FUNCTION_URI, IntegrationMethod: 'POST', ...integration },
      responses,
      chat: { source },
    });

  // Recorded on the service: localstack-ext, test_websocket_apis (W73, W78 to W81).
  test('W81: the frame is the whole result', async () => {
    const { ask } = await lambda('return { statusCode: 200, body: event.text };', { $default: {} });
    expect(await ask('{"text":"hello"}')).toBe('{"statusCode":200,"body":"hello"}');
  });

  const FAILING = 'throw new Error("custom: " + event.text);';

  test('W78: the status code is 200 even if the function fails', async () => {
    const responses = { $default: answers('$integration.response.statuscode', { 200: 'two hundred', $default: 'other' }) };
    expect(await (await lambda(FAILING, responses)).ask('{"text":"x"}')).toBe('two hundred');
  });

  test('W79: the content type is JSON', async () => {
    const responses = { $default: answers('$integration.response.header.Content-Type', { 'application/json': 'json', $default: 'other' }) };
    expect(await (await lambda('return {};', responses)).ask('{}')).toBe('json');
  });

  test('W80: the expression does not read the body', async () => {
    const responses = { $default: answers('$integration.response.body.errorMessage', { 'custom: x': 'message', $default: 'other' }) };
    expect(await (await lambda(FAILING, responses)).ask('{"text":"x"}')).toBe('other');
  });

  test('7.4: the error message selects the integration response', async () => {
    const responses = {
      $default: answers(undefined, { a: 'fine' }),
      '/custom: .*/': answers(undefined, { a: 'error $input.path("$.errorMessage")' }),
    };
    const { ask } = await lambda(FAILING, responses);
    expect(await ask('{"text":"x"}')).toBe('error custom: x');
  });
});
