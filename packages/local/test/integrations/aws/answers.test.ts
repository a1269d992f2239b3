import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import { listening } from '../http/support';
import { calling, gatewayOf, type Reply, recording } from './support';

const MESSAGE = { QueueUrl: 'http://127.0.0.1/1/jobs', MessageBody: '$request.body' };

const answered = async (subtype: string, parameters: object, reply: Reply, properties: object = {}) => {
  const server = await recording(reply);
  const endpoints = { [subtype.startsWith('SQS') ? 'sqs' : subtype.startsWith('Kin') ? 'kinesis' : 'sfn']: server.url };
  const { send, reasons } = await gatewayOf(calling(subtype, parameters, properties), { endpoints });
  const response = await send({ body: 'hello' });
  return { ...response, text: response.body.toString(), reason: reasons()[0], server };
};

const START = { StateMachineArn: 'arn', Input: '$request.body' };
const json = (value: unknown): Reply => ({ headers: { 'content-type': 'application/x-amz-json-1.0' }, body: JSON.stringify(value) });

describe('the response of the service', () => {
  test('is returned unchanged', async () => {
    const body = '{"executionArn":"arn:1","startDate":1.7E9}';
    const { statusCode, headers, text } = await answered('StepFunctions-StartExecution', START, { ...json({}), body });
    expect({ statusCode, text }).toEqual({ statusCode: 200, text: body });
    expect(headers).toMatchObject({
      'content-type': 'application/x-amz-json-1.0',
      'x-amzn-requestid': 'made-by-the-service',
      'apigw-requestid': expect.any(String),
    });
  });

  test('is mapped by the response mapping', async () => {
    const mapping = { 200: { ResponseParameters: [{ Destination: 'overwrite:statuscode', Source: '202' }] } };
    const properties = { ResponseParameters: mapping };
    const { statusCode } = await answered('StepFunctions-StartExecution', START, json({ executionArn: 'a' }), properties);
    expect(statusCode).toBe(202);
  });

  test.each<[string, object, object, string]>([
    [
      'SQS-SendMessage',
      MESSAGE,
      { MessageId: 'm-1', MD5OfMessageBody: 'abc', SequenceNumber: '18' },
      '<SendMessageResult><MessageId>m-1</MessageId><MD5OfMessageBody>abc</MD5OfMessageBody><SequenceNumber>18</SequenceNumber></SendMessageResult>',
    ],
    [
      'SQS-ReceiveMessage',
      { QueueUrl: 'q' },
      {
        Messages: [
          {
            MessageId: 'm-1',
            Body: '<a href="x">&\r\n</a>',
            Attributes: { SentTimestamp: '17' },
            MessageAttributes: { k: { DataType: 'String', StringValue: 'v' }, odd: 1 },
          },
          { MessageId: 'm-2' },
        ],
      },
      '<ReceiveMessageResult><Message><MessageId>m-1</MessageId><Body>&lt;a href=&quot;x&quot;&gt;&amp;&#xD;\n&lt;/a&gt;</Body>' +
        '<Attribute><Name>SentTimestamp</Name><Value>17</Value></Attribute>' +
        '<MessageAttribute><Name>k</Name><Value><DataType>String</DataType><StringValue>v</StringValue></Value></MessageAttribute>' +
        '<MessageAttribute><Name>odd</Name><Value></Value></MessageAttribute></Message>' +
        '<Message><MessageId>m-2</MessageId></Message></ReceiveMessageResult>',
    ],
    ['SQS-ReceiveMessage', { QueueUrl: 'q' }, {}, '<ReceiveMessageResult></ReceiveMessageResult>'],
    ['SQS-DeleteMessage', { QueueUrl: 'q', ReceiptHandle: 'r' }, {}, ''],
  ])('is converted to XML for %s', async (subtype, parameters, answer, result) => {
    const { statusCode, headers, text } = await answered(subtype, parameters, json(answer));
    const action = subtype.slice(4);
    expect(statusCode).toBe(200);
    expect(headers['content-type']).toBe('text/xml');
    expect(text).toBe(
      `<?xml version="1.0"?><${action}Response xmlns="http://queue.amazonaws.com/doc/2012-11-05/">${result}` +
        `<ResponseMetadata><RequestId>made-by-the-service</RequestId></ResponseMetadata></${action}Response>`,
    );
  });

  test('stays XML if the service returns XML, even if it is empty', async () => {
    const xml = { headers: { 'content-type': 'text/xml' }, body: '<own/>' };
    expect((await answered('SQS-SendMessage', MESSAGE, xml)).text).toBe('<own/>');
    expect((await answered('SQS-PurgeQueue', { QueueUrl: 'q' }, { headers: {}, body: '' })).text).toContain('<PurgeQueueResponse ');
  });
});

describe('service errors become status 500 and are logged', () => {
  const RECORD = { StreamName: 'none', Data: '$request.body', PartitionKey: 'k' };

  test.each<[Reply, string]>([
    [
      { status: 400, body: '{"__type":"ResourceNotFoundException","message":"Stream none not found"}' },
      '400, ResourceNotFoundException: Stream none not found',
    ],
    [{ status: 400, body: '{"__type":"com.amazonaws.sqs#QueueDoesNotExist","Message":"no"}' }, '400, QueueDoesNotExist: no'],
    [{ status: 403, headers: { 'x-amzn-errortype': 'AccessDenied:http://a' }, body: '' }, '403, AccessDenied'],
    [{ status: 503, body: 'try later' }, '503, try later'],
    [{ status: 301, headers: { location: 'http://127.0.0.1:1/' }, body: '' }, '301'],
    [{ status: 500, body: '[1]' }, '500, [1]'],
  ])('%j', async (reply, diagnostics) => {
    const { statusCode, text, reason, server } = await answered('Kinesis-PutRecord', RECORD, reply);
    expect({ statusCode, text }).toEqual({ statusCode: 500, text: '{"message":"Internal Server Error"}' });
    expect(reason).toBe(`Kinesis answered ${diagnostics}`);
    // It is not tried again.
    expect(server.calls).toHaveLength(1);
  });
});

describe('services that do not respond become status 503', () => {
  const failing = async (url: string, properties: object = {}) => {
    const { send, reasons } = await gatewayOf(calling('SQS-SendMessage', MESSAGE, properties), { endpoints: { sqs: url } });
    const { statusCode } = await send({ body: 'hello' });
    return { statusCode, reason: reasons()[0] };
  };

  test('responds with 503 if nothing listens', async () => {
    expect(await failing('http://127.0.0.1:1')).toEqual({
      statusCode: 503,
      reason: 'nothing listens at http://127.0.0.1:1: start it there, or pass --endpoint with its address',
    });
  });

  test('responds with 503 after the timeout', async () => {
    const port = await listening(createServer());
    const { statusCode, reason } = await failing(`http://127.0.0.1:${port}`, { TimeoutInMillis: 60 });
    expect([statusCode, reason]).toEqual([503, expect.stringContaining('within 60 ms')]);
  });

  test('responds with 503 if the response is truncated', async () => {
    const server = createServer((socket) => {
      socket.on('data', () => {
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{');
        setTimeout(() => socket.destroy(), 30);
      });
    });
    const { statusCode, reason } = await failing(`http://127.0.0.1:${await listening(server)}`);
    expect([statusCode, reason]).toEqual([503, expect.stringContaining('closed the connection')]);
  });
});
