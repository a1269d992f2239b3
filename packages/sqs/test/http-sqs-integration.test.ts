import { MappingEvaluator, MappingValue, ParameterMapping } from '@apigwv2-integrations/core';
import { HttpSqsIntegration, type HttpSqsIntegrationProps, SqsMessageAttribute } from '@apigwv2-integrations/sqs';
import { CfnParameter, Duration, type Stack, Token } from 'aws-cdk-lib';
import { HttpIntegrationSubtype } from 'aws-cdk-lib/aws-apigatewayv2';
import { Key } from 'aws-cdk-lib/aws-kms';
import { type CfnQueue, type IQueue, Queue } from 'aws-cdk-lib/aws-sqs';
import { expectProblem, warningsOf } from 'test-support/problems';
import { serviceCall, TRUST } from 'test-support/services';
import { describe, expect, test } from 'vitest';
import { queueIn } from './variants';

const ARN = 'arn:aws:sqs:eu-west-1:111111111111:orders';
const { SQS_SEND_MESSAGE, SQS_RECEIVE_MESSAGE, SQS_DELETE_MESSAGE, SQS_PURGE_QUEUE } = HttpIntegrationSubtype;

const make =
  (options: Omit<HttpSqsIntegrationProps, 'queue'> = {}, queueOf: (stack: Stack) => IQueue = queueIn) =>
  (stack: Stack) =>
    new HttpSqsIntegration('Orders', { queue: queueOf(stack), ...options });

const fifo = (stack: Stack) => queueIn(stack, 'Queue', { fifo: true });
const byContent = (stack: Stack) => queueIn(stack, 'Queue', { fifo: true, contentBasedDeduplication: true });

test.each([
  [SQS_SEND_MESSAGE, 'sqs:SendMessage', { MessageBody: '$request.body.MessageBody' }],
  [SQS_RECEIVE_MESSAGE, 'sqs:ReceiveMessage', {}],
  [SQS_DELETE_MESSAGE, 'sqs:DeleteMessage', { ReceiptHandle: '$request.body.ReceiptHandle' }],
  [SQS_PURGE_QUEUE, 'sqs:PurgeQueue', {}],
])('%s is allowed only on the queue', (subtype, Action, others) => {
  const call = serviceCall(make({ subtype }));

  expect(call.subtype).toBe(subtype);
  expect(call.parameters).toEqual({ QueueUrl: { Ref: expect.stringMatching(/^Queue/) }, ...others });
  expect(call.statements).toEqual([
    { Sid: 'AllowSqsExecution', Action, Effect: 'Allow', Resource: { 'Fn::GetAtt': [expect.stringMatching(/^Queue/), 'Arn'] } },
  ]);
  expect(call.trust).toEqual(TRUST);
});

describe('a message', () => {
  test('sends the body unchanged', () => {
    expect(serviceCall(make({ messageBody: MappingValue.wholeRequestBody() })).parameters.MessageBody).toBe('$request.body');
  });

  test('maps message group and deduplication ID for a FIFO queue', () => {
    const { parameters } = serviceCall(
      make(
        {
          messageGroupId: MappingValue.requestHeader('customer'),
          messageDeduplicationId: MappingValue.requestBody('orderId'),
        },
        fifo,
      ),
    );

    expect(parameters).toMatchObject({ MessageGroupId: '$request.header.customer', MessageDeduplicationId: '$request.body.orderId' });
  });

  test('requires only a message group with content-based deduplication', () => {
    expect(serviceCall(make({ messageGroupId: MappingValue.text('all') }, byContent)).parameters.MessageGroupId).toBe('all');
  });

  test.each<[string, (stack: Stack) => IQueue, object, string[]]>([
    ['a FIFO queue', fifo, {}, ['FifoGroupMissing', 'FifoDeduplicationMissing']],
    ['a FIFO queue that deduplicates by content', byContent, {}, ['FifoGroupMissing']],
    ['an imported FIFO queue', (stack) => Queue.fromQueueArn(stack, 'Imported', `${ARN}.fifo`), {}, ['FifoGroupMissing']],
    ['a FIFO queue, later', byContent, { messageGroupId: MappingValue.text('all'), delay: Duration.seconds(5) }, ['FifoDelayRefused']],
  ])('rejects a message to %s without required parameters', (_what, queueOf, options, codes) => {
    expectProblem(make(options, queueOf), codes);
  });

  test.each<[string, (stack: Stack) => IQueue]>([
    ['a standard queue', queueIn],
    ['an imported standard queue', (stack) => Queue.fromQueueArn(stack, 'Imported', ARN)],
    ['an imported queue of unknown name', (stack) => Queue.fromQueueArn(stack, 'Imported', new CfnParameter(stack, 'Arn').valueAsString)],
    [
      'a queue of which is not known what it is',
      (stack) => {
        const queue = queueIn(stack);
        (queue.node.defaultChild as CfnQueue).fifoQueue = Token.asAny({ Ref: 'IsFifo' });
        return queue;
      },
    ],
  ])('requires neither for %s', (_what, queueOf) => {
    expect(warningsOf(make({}, queueOf), ['/orders'])).toEqual([]);
  });

  test('recognizes a FIFO queue by name if its resource is replaced', () => {
    const wrapped = (name: string) => (stack: Stack) => {
      const queue = Queue.fromQueueArn(stack, 'Imported', `${ARN}${name}`);
      new CfnParameter(queue, 'Resource');
      return queue;
    };
    const messageDeduplicationId = MappingValue.requestHeader('id');

    expect(warningsOf(make({ messageDeduplicationId }, wrapped('')), ['/orders'])).toEqual([]);
    expectProblem(make({ messageDeduplicationId }, wrapped('.fifo')), 'FifoGroupMissing');
  });

  test('warns about a deduplication ID for a standard queue', () => {
    const warnings = warningsOf(make({ messageDeduplicationId: MappingValue.requestHeader('id') }), ['/orders']);

    expect(warnings.map(({ message }) => message)).toEqual([expect.stringContaining('[DeduplicationWithoutFifo]')]);
  });

  test.each([
    [Duration.seconds(0), '0'],
    [Duration.minutes(15), '900'],
    [Duration.seconds(Token.asNumber({ Ref: 'Delay' })), { Ref: 'Delay' }],
  ])('sets the delay: %s', (delay, expected) => {
    expect(serviceCall(make({ delay })).parameters.DelaySeconds).toEqual(expected);
  });

  test('warns about a too long delay', () => {
    const [warning] = warningsOf(make({ delay: Duration.minutes(16) }), ['/orders']);

    expect(warning.message).toContain('[ServiceParameterDoubtful] DelaySeconds: "960" is not from 0 to 900');
  });
});

describe('message attributes', () => {
  const withAttributes = (messageAttributes: HttpSqsIntegrationProps['messageAttributes']) => make({ messageAttributes });

  test('builds message attributes as JSON with variables', () => {
    const { parameters } = serviceCall(
      withAttributes({
        kind: SqsMessageAttribute.text(MappingValue.requestHeader('x-kind')),
        count: SqsMessageAttribute.number(MappingValue.join('1', MappingValue.requestQueryString('zeros'))),
        version: SqsMessageAttribute.ofType('String.semver', MappingValue.text('1.2.0')),
      }),
    );
    const mapping = new ParameterMapping()
      .custom('QueueUrl', 'https://sqs.example.com/q')
      .custom('MessageBody', 'b')
      .custom('MessageAttributes', String(parameters.MessageAttributes));
    const sample = { headers: { 'X-Kind': 'order' }, queryString: { zeros: '00' } };

    expect(JSON.parse(MappingEvaluator.service(SQS_SEND_MESSAGE, mapping, sample).parameters.MessageAttributes)).toEqual({
      kind: { DataType: 'String', StringValue: 'order' },
      count: { DataType: 'Number', StringValue: '100' },
      version: { DataType: 'String.semver', StringValue: '1.2.0' },
    });
  });

  const text = (value: string) => SqsMessageAttribute.text(MappingValue.custom(value));
  const variable = text('$request.header.x');
  const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`a${index}`, text('x')]));

  test.each([
    ['a name that SQS refuses', { 'a b': variable }, 'MessageAttributeInvalid'],
    ['a name that ends in a dot', { 'a.': variable }, 'MessageAttributeInvalid'],
    ['a name with two dots in a row', { 'a..b': variable }, 'MessageAttributeInvalid'],
    ['a name of AWS’s own', { 'Aws.a': variable, 'AMAZON.a': variable }, ['MessageAttributeInvalid', 'MessageAttributeInvalid']],
    ['an empty name', { '': variable }, 'MessageAttributeInvalid'],
    ['a type that SQS refuses', { a: SqsMessageAttribute.ofType('Text', variable.value) }, 'MessageAttributeInvalid'],
    ['a quote in a value', { a: text('"${request.header.x}"') }, 'MessageAttributeInvalid'],
    ['more than ten', { ...many(10), b: variable }, ['MappingValueTooLong', 'MessageAttributeInvalid']],
    ['nothing but text', { a: text('order') }, 'ServiceJsonLiteral'],
    ['too much', { a: text(`\${request.header.x}${'x'.repeat(500)}`) }, 'MappingValueTooLong'],
    ['text that is an expression', { a: SqsMessageAttribute.text(MappingValue.text('$request.body')) }, 'TextIsExpression'],
  ])('rejects message attributes with %s', (_what, attributes, codes) => {
    expectProblem(withAttributes(attributes as never), codes);
  });

  test('rejects empty message attributes', () => {
    expectProblem(withAttributes({}), ['ServiceJsonLiteral', 'MessageAttributeInvalid']);
  });

  test('accepts ten message attributes and tokens', () => {
    expect(warningsOf(withAttributes({ ...many(8), 'b.c': variable, 'awsome.d': variable }), ['/orders'])).toEqual([]);
    expect(warningsOf((stack) => withAttributes({ a: text(new CfnParameter(stack, 'P').valueAsString) })(stack), ['/orders'])).toEqual([]);
  });
});

test.each([
  [SQS_SEND_MESSAGE, ['kms:GenerateDataKey', 'kms:Decrypt']],
  [SQS_RECEIVE_MESSAGE, 'kms:Decrypt'],
  [SQS_PURGE_QUEUE, undefined],
])('%s gets the required permissions on the key', (subtype, action) => {
  const encrypted = (stack: Stack) => queueIn(stack, 'Queue', { encryptionMasterKey: new Key(stack, 'Key') });
  const { statements } = serviceCall(make({ subtype }, encrypted));

  expect(statements[1]?.Action).toEqual(action);
  expect(statements).toHaveLength(action === undefined ? 1 : 2);
});

test('sends to an imported queue by URL, with permission on its ARN', () => {
  const { parameters, statements } = serviceCall(make({}, (stack) => Queue.fromQueueArn(stack, 'Imported', ARN)));

  expect(JSON.stringify(parameters.QueueUrl)).toContain('/111111111111/orders');
  expect(statements[0].Resource).toBe(ARN);
});

test('warns about an option that the action does not support', () => {
  const [warning] = warningsOf(make({ subtype: SQS_PURGE_QUEUE, messageBody: MappingValue.wholeRequestBody() }), ['/orders']);

  expect(warning.message).toContain('[ServiceParameterUnknown] SQS-PurgeQueue has no documented parameter "MessageBody"');
});

test('rejects the ID of its own role', () => {
  const message = expectProblem((stack) => new HttpSqsIntegration('InvokeRole', { queue: queueIn(stack) }), 'IdTaken');

  expect(message).toContain('the id "InvokeRole" is taken by Stack/books/InvokeRole: give the integration another id');
});

test('rejects a subtype of another service', () => {
  const message = expectProblem(make({ subtype: HttpIntegrationSubtype.KINESIS_PUT_RECORD }), 'SubtypeOfOtherService');

  expect(message).toContain('use SQS-SendMessage or SQS-ReceiveMessage or SQS-DeleteMessage or SQS-PurgeQueue');
});
