import { describe, expect, it } from 'vitest';
import { calculate } from '../../../src/authorizers/iam/calculate-signature';
import { backend, disconnect, frameOf, handshake, integration, message, type Received, response, server } from './support';

const FORM = 'application/x-www-form-urlencoded';
const ANY = { Any: response('$default') };
const uri = (resource: string) => `arn:aws:apigateway:eu-west-1:${resource}`;
const aws = (resource: string, template: string | undefined, parameters: Record<string, string> = {}, properties: object = {}) => ({
  IntegrationType: 'AWS',
  IntegrationMethod: 'POST',
  IntegrationUri: uri(resource),
  RequestTemplates: template === undefined ? undefined : { $default: template },
  TemplateSelectionExpression: '\\$default',
  RequestParameters: Object.fromEntries(Object.entries(parameters).map(([name, value]) => [`integration.request.${name}`, value])),
  ...properties,
});

interface Play {
  readonly more?: object;
  readonly answer?: string;
  readonly status?: number;
  readonly run?: ReturnType<typeof message> | ReturnType<typeof handshake>;
  readonly basePath?: string;
}

/** Runs an integration of a service, and returns what the service received, and the frame. */
async function play(
  endpoint: string,
  properties: object,
  { more = ANY, answer = '{}', status = 200, run = message('{"a":1}'), basePath = '' }: Play = {},
) {
  const { url, received } = await backend({ status, body: answer });
  const result = await integration(properties, { more, endpoints: { [endpoint]: url + basePath } }).run(run);
  return { result, request: received[0] as Received, frame: result.kind === 'response' ? result.body : undefined, url };
}

const scope = (request: Received) => /Credential=local\/\d{8}\/([\w/-]+)\/aws4_request/.exec(String(request.headers['authorization']))?.[1];

describe('JSON services', () => {
  it.each([
    ['dynamodb', 'dynamodb:action/PutItem', 'DynamoDB_20120810.PutItem', 'application/x-amz-json-1.0', 'dynamodb'],
    ['kinesis', 'kinesis:action/PutRecord', 'Kinesis_20131202.PutRecord', 'application/x-amz-json-1.1', 'kinesis'],
    ['sfn', 'states:action/StartExecution', 'AWSStepFunctions.StartExecution', 'application/x-amz-json-1.0', 'states'],
    ['eventbridge', 'events:action/PutEvents', 'AWSEvents.PutEvents', 'application/x-amz-json-1.1', 'events'],
    ['firehose', 'firehose:action/PutRecord', 'Firehose_20150804.PutRecord', 'application/x-amz-json-1.1', 'firehose'],
  ])('%s gets the action of %s in a header', async (endpoint, resource, target, type, signing) => {
    const { request } = await play(endpoint, aws(resource, '{"Id":"$context.connectionId","M":$input.body}'));
    expect(request).toMatchObject({ method: 'POST', url: '/', body: '{"Id":"SOqGjdZioAMCEeg=","M":{"a":1}}' });
    expect(request.headers).toMatchObject({ 'x-amz-target': target, 'content-type': type, 'user-agent': 'AmazonAPIGateway_abcdefghij' });
    expect(scope(request)).toBe(`eu-west-1/${signing}`);
  });

  it('W89: request parameters set the target and the content type', async () => {
    const { request } = await play(
      'events',
      aws('events:action/PutEvents', '{"Entries":[]}', {
        'header.X-Amz-Target': "'AWSEvents.Other'",
        'header.Content-Type': "'application/x-amz-json-1.0'",
      }),
    );
    expect(request.headers).toMatchObject({ 'x-amz-target': 'AWSEvents.Other', 'content-type': 'application/x-amz-json-1.0' });
  });

  it('W90: SQS gets JSON if request parameters say so', async () => {
    const { request } = await play(
      'sqs',
      aws('sqs:path/123456789012/orders', '{"QueueUrl":"q","MessageBody":"m"}', {
        'header.X-Amz-Target': "'AmazonSQS.SendMessage'",
        'header.Content-Type': "'application/x-amz-json-1.0'",
      }),
    );
    expect(request).toMatchObject({ url: '/123456789012/orders', body: '{"QueueUrl":"q","MessageBody":"m"}' });
    expect(request.headers).toMatchObject({ 'x-amz-target': 'AmazonSQS.SendMessage', 'content-type': 'application/x-amz-json-1.0' });
  });

  it('W85, W86, W87: the response is the frame, unchanged', async () => {
    const answer = '{"executionArn":"arn","startDate":1.652716274909E9}';
    expect((await play('states', aws('states:action/StartExecution', '{}'), { answer })).frame).toBe(answer);
  });

  it('W82: the status code selects the integration response', async () => {
    const more = { Ok: response('/200/'), Bad: response('/4\\d\\d/', { ResponseTemplates: { a: 'refused: $input.path("$.__type")' } }) };
    const properties = aws('kinesis:action/PutRecord', '{}');
    expect((await play('kinesis', properties, { more, answer: '{"ShardId":"1"}' })).frame).toBe('{"ShardId":"1"}');
    expect((await play('kinesis', properties, { more, status: 400, answer: '{"__type":"ResourceNotFound"}' })).frame).toBe(
      'refused: ResourceNotFound',
    );
  });

  it('W26: a handshake puts an item with its headers and query string', async () => {
    const template =
      '{"TableName":"t","Item":{"id":{"S":"$context.connectionId"},"h":{"S":"$input.params().get(\'header\').get(\'X-Room\')"},"q":{"S":"$input.params(\'ws-uri\')"}}}';
    const run = handshake({ headers: [['X-Room', 'one']], query: [['ws-uri', 'u']] });
    const { request, result } = await play('dynamodb', aws('dynamodb:action/PutItem', template), { run, more: { Ok: response('/200/') } });
    expect(result).toMatchObject({ kind: 'response', statusCode: 200 });
    expect(JSON.parse(request.body)).toEqual({
      TableName: 't',
      Item: { id: { S: 'SOqGjdZioAMCEeg=' }, h: { S: 'one' }, q: { S: 'u' } },
    });
  });
});

const SENT = `<?xml version="1.0"?>
<SendMessageResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/">
  <SendMessageResult>
    <MD5OfMessageBody>0cc175b9</MD5OfMessageBody>
    <MessageId>id-1</MessageId>
  </SendMessageResult>
  <ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata>
</SendMessageResponse>`;

describe('query services', () => {
  const queue = aws('sqs:path/123456789012/orders', 'Action=SendMessage&MessageBody=$util.urlEncode($input.body)', {
    'header.Content-Type': `'${FORM}'`,
  });

  it('W83: SQS gets a form at the path of the queue, and the frame is JSON', async () => {
    const { request, frame, url } = await play('sqs', queue, { answer: SENT });
    expect(request).toMatchObject({ method: 'POST', url: '/123456789012/orders' });
    expect(request.headers).toMatchObject({ 'content-type': FORM, accept: 'application/json' });
    expect(Object.fromEntries(new URLSearchParams(request.body))).toEqual({
      Action: 'SendMessage',
      MessageBody: '{"a":1}',
      Version: '2012-11-05',
      QueueUrl: `${url}/123456789012/orders`,
    });
    expect(scope(request)).toBe('eu-west-1/sqs');
    expect(frame).toBe(
      '{"SendMessageResponse":{"SendMessageResult":{"MD5OfMessageAttributes":null,"MD5OfMessageBody":"0cc175b9",' +
        '"MD5OfMessageSystemAttributes":null,"MessageId":"id-1","SequenceNumber":null},"ResponseMetadata":{"RequestId":"r-1"}}}',
    );
  });

  it('W88: SQS gets the end of a connection', async () => {
    const properties = aws('sqs:path/1/q', 'Action=SendMessage&MessageBody=$context.disconnectStatusCode', {
      'header.Content-Type': `'${FORM}'`,
    });
    const { request } = await play('sqs', properties, { run: disconnect() });
    expect(new URLSearchParams(request.body).get('MessageBody')).toBe('1001');
  });

  it('W84: SNS gets the action of its URI, and the frame is JSON', async () => {
    const answer =
      '<PublishResponse><PublishResult><MessageId>m</MessageId></PublishResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></PublishResponse>';
    const { request, frame } = await play('sns', aws('sns:action/Publish', 'TopicArn=t&Message=hello'), { answer });
    expect(request.url).toBe('/');
    expect(Object.fromEntries(new URLSearchParams(request.body))).toEqual({
      TopicArn: 't',
      Message: 'hello',
      Action: 'Publish',
      Version: '2010-03-31',
    });
    expect(frame).toBe(
      '{"PublishResponse":{"PublishResult":{"MessageId":"m","SequenceNumber":null},"ResponseMetadata":{"RequestId":"r"}}}',
    );
  });

  it('W84: parameters can be in the query string', async () => {
    const properties = aws(
      'sns:action/Publish',
      undefined,
      { 'querystring.Message': 'route.request.body.a' },
      { IntegrationMethod: 'GET' },
    );
    const { request } = await play('sns', properties);
    expect(Object.fromEntries(new URL(request.url, 'http://x').searchParams)).toEqual({
      Message: '1',
      Action: 'Publish',
      Version: '2010-03-31',
    });
    expect(request.body).toBe('');
  });

  it('keep what the template says', async () => {
    const { request } = await play('sns', aws('sns:action/Publish', 'Action=PublishBatch&Version=2000-01-01'));
    expect(request.body).toBe('Action=PublishBatch&Version=2000-01-01');
  });

  it('W91: an error is JSON that the status code selects', async () => {
    const answer =
      '<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>not &lt;allowed&gt;</Message><Detail/></Error><RequestId>r</RequestId></ErrorResponse>';
    const more = { ...ANY, Denied: response('/403/') };
    expect((await play('sqs', queue, { answer, status: 403, more })).frame).toBe(
      '{"Error":{"Type":"Sender","Code":"AccessDenied","Message":"not <allowed>","Detail":""},"RequestId":"r"}',
    );
  });

  it.each(['{"SendMessageResponse":{}}', 'plain', '<a><b></a>', '<a/><b/>', '<a>', '<a></a></a>', `${'<a>'.repeat(50)}`])(
    'pass on an answer that is no such XML: %s',
    async (answer) => {
      expect((await play('sqs', queue, { answer })).frame).toBe(answer);
    },
  );

  it('have lists', async () => {
    const answer =
      '<!-- c --><ListTopicsResponse><Topics><member><TopicArn>a&#65;&#x42;&apos;&nope;</TopicArn></member><member>b</member></Topics></ListTopicsResponse>';
    expect((await play('sns', aws('sns:action/ListTopics', ''), { answer })).frame).toBe(
      '{"ListTopicsResponse":{"Topics":[{"TopicArn":"aAB\'&nope;"},"b"]}}',
    );
  });
});

describe('paths', () => {
  it('of S3 have their parameters filled in', async () => {
    const properties = aws(
      's3:path/{bucket}/${stageVariables.name}/{key}',
      undefined,
      { 'path.bucket': "'files'", 'path.key': "'a b.txt'", 'header.Content-Type': "'text/plain'" },
      { IntegrationMethod: 'PUT' },
    );
    const { request } = await play('s3', properties, { run: message('content') });
    expect(request).toMatchObject({ method: 'PUT', url: '/files/orders/a%20b.txt', body: 'content' });
    expect(request.headers).toMatchObject({ 'content-type': 'text/plain' });
    expect(request.headers).toHaveProperty('x-amz-content-sha256');
    expect(scope(request)).toBe('eu-west-1/s3');
  });

  it('have JSON as content type without a mapping', async () => {
    const { request } = await play('s3', aws('s3:path/files/x', '{}'));
    expect(request.headers).toMatchObject({ 'content-type': 'application/json' });
  });

  it('of an endpoint come first', async () => {
    const { request } = await play('dynamodb', aws('dynamodb:path//', '{}'), { basePath: '/base/' });
    expect(request.url).toBe('/base/');
  });

  it('of an action have parameters in the URI', async () => {
    const { request } = await play(
      's3',
      aws('s3:action/GetObject&Bucket={bucket}&flag', undefined, { 'path.bucket': "'b&c'" }, { IntegrationMethod: 'GET' }),
    );
    expect(request.url).toBe('/?Bucket=b%26c&flag=');
  });

  it.each([
    ['s3:path/{bucket}', 'map a value to integration.request.path.bucket'],
    ['s3:path/${stageVariables.none}', 'needs the stage variable none'],
  ])('of %s that cannot be filled in are answered with an error frame', async (resource, reason) => {
    const { result } = await play('s3', aws(resource, '{}'));
    expect(result).toMatchObject({ kind: 'failed', message: 'Internal server error', reason: expect.stringContaining(reason) });
  });
});

describe('calls that cannot be made', () => {
  it('without an endpoint name the flag', async () => {
    expect(await integration(aws('dynamodb:action/PutItem', '{}')).run(message('x'))).toMatchObject({
      kind: 'failed',
      message: 'Internal server error',
      reason: expect.stringContaining('--endpoint dynamodb=http://127.0.0.1:8000'),
    });
  });

  it('to a service that is not served say so', async () => {
    expect(await integration(aws('translate:action/TranslateText', '{}')).run(message('x'))).toMatchObject({
      kind: 'failed',
      reason: 'calls to translate are not served',
    });
  });

  it('W56: time out', async () => {
    const url = await server(() => undefined);
    const properties = aws('kinesis:action/PutRecord', '{}', {}, { TimeoutInMillis: 60 });
    expect(await integration(properties, { endpoints: { kinesis: url } }).run(message('x'))).toMatchObject({
      message: 'Endpoint request timed out',
    });
  });

  it('to a service that is down name the flag', async () => {
    const run = integration(aws('kinesis:action/PutRecord', '{}'), { endpoints: { kinesis: 'http://127.0.0.1:1' } });
    expect(await run.run(message('x'))).toMatchObject({
      kind: 'failed',
      reason: expect.stringContaining('pass --endpoint with its address'),
    });
  });

  it('that answer nothing are one-way', async () => {
    const { frame } = await play('sqs', aws('sqs:path/1/q', 'x'), { more: {} });
    expect(frame).toBeUndefined();
    expect(await frameOf(Promise.resolve({ kind: 'response', statusCode: 200, headers: [] }))).toBeUndefined();
  });
});

describe('signatures', () => {
  it.each([
    ['sqs', 'sqs:path/123456789012/a queue', 'Action=SendMessage', { 'querystring.x': "'1&2'" }],
    ['dynamodb', 'dynamodb:action/PutItem', '{"TableName":"t"}', {}],
  ])('of requests to %s are valid', async (service, resource, template, parameters) => {
    const { request } = await play(service, aws(resource, template, parameters as Record<string, string>));
    const authorization = String(request.headers['authorization']);
    const [, names = ''] = /SignedHeaders=([\w;-]+)/.exec(authorization) ?? [];
    const [path = '', query = ''] = request.url.split('?');
    const day = String(request.headers['x-amz-date']);
    const { signature } = await calculate({
      method: 'POST',
      path,
      query: [...new URLSearchParams(query)],
      headers: names.split(';').map((name) => [name, String(request.headers[name])] as const),
      host: String(request.headers['host']),
      body: Buffer.from(request.body),
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      service,
      region: 'eu-west-1',
      signingDate: new Date(day.replace(/(....)(..)(..T..)(..)(.*)/, '$1-$2-$3:$4:$5')),
    });
    expect(authorization).toContain(`Signature=${signature}`);
    expect(names.split(';')).toContain('content-type');
  });
});
