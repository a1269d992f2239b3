import { NestedStack, Stack } from 'aws-cdk-lib';
import { HttpApi, HttpIntegrationSubtype, ParameterMapping } from 'aws-cdk-lib/aws-apigatewayv2';
import { Key } from 'aws-cdk-lib/aws-kms';
import { type IQueue, Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { cdkVersion, expectSameError, expectSameTemplate } from 'test-support/parity/expect-same-template';
import type { TwinApp } from 'test-support/parity/twins';
import type { Options } from 'test-support/variant';
import { describe, test } from 'vitest';
import { queueIn } from './variants';

const ARN = 'arn:aws:sqs:eu-west-1:111111111111:orders';
const REGION = { env: { account: '111111111111', region: 'eu-west-1' } };

function compare(makeQueue: (stack: Stack) => IQueue, options: Options = {}, expected: string[] = [], props = {}) {
  expectSameTemplate(
    (app, { HttpSqsIntegration }) => {
      const stack = new Stack(app, 'Stack', props);
      const queue = makeQueue(stack);
      new HttpApi(stack, 'Api').addRoutes({ path: '/orders', integration: new HttpSqsIntegration('Orders', { queue, ...options }) });
    },
    ...expected,
  );
}

describe('a drop-in with', () => {
  test.each<[string, (stack: Stack) => IQueue]>([
    ['a queue of a given name', (stack) => queueIn(stack, 'Named', { queueName: 'orders' })],
    ['a queue that SQS encrypts', (stack) => queueIn(stack, 'Queue', { encryption: QueueEncryption.SQS_MANAGED })],
    ['a queue with the key of SQS', (stack) => queueIn(stack, 'Queue', { encryption: QueueEncryption.KMS_MANAGED })],
    ['an imported queue', (stack) => Queue.fromQueueArn(stack, 'Queue', ARN)],
    [
      'an imported queue with attributes',
      (stack) => Queue.fromQueueAttributes(stack, 'Queue', { queueArn: ARN, queueUrl: 'https://sqs.example.com/orders' }),
    ],
  ])('%s', (_what, makeQueue) => {
    compare(makeQueue);
  });

  test('an imported queue in the stack’s region', () => {
    compare((stack) => Queue.fromQueueArn(stack, 'Queue', ARN), {}, [], REGION);
  });

  test('a FIFO queue whose group is mapped', () => {
    const parameterMapping = new ParameterMapping()
      .custom('QueueUrl', '$stageVariables.queue')
      .custom('MessageBody', '$request.body')
      .custom('MessageGroupId', '$request.header.customer')
      .custom('MessageDeduplicationId', '$context.requestId');
    compare((stack) => queueIn(stack, 'Queue', { fifo: true }), { parameterMapping });
  });

  test.each([
    ['account', { account: '222222222222', region: 'eu-west-1' }],
    ['region', { account: '111111111111', region: 'us-east-1' }],
  ])('an encrypted queue of a stack in another %s', (what, env) => {
    const build: TwinApp = (app, { HttpSqsIntegration }) => {
      const there = new Stack(app, 'There', { env, crossRegionReferences: true });
      const queue = queueIn(there, 'Queue', { queueName: 'orders', encryptionMasterKey: new Key(there, 'Key') });
      new HttpApi(new Stack(app, 'Here', { ...REGION, crossRegionReferences: true }), 'Api').addRoutes({
        path: '/orders',
        integration: new HttpSqsIntegration('Orders', { queue }),
      });
    };
    if (what === 'region') {
      expectSameTemplate(build, 'service-in-another-region');
    } else if (cdkVersion === '2.252.0') {
      // The oldest CDK refers to no stack of another account.
      expectSameError(build);
    } else {
      expectSameTemplate(build);
    }
  });

  test('several queues of nested stacks behind one API', () => {
    expectSameTemplate((app, { HttpSqsIntegration }) => {
      const stack = new Stack(app, 'Stack');
      const api = new HttpApi(stack, 'Api');
      for (const id of ['One', 'Two']) {
        const queue = queueIn(new NestedStack(stack, id));
        api.addRoutes({ path: `/${id}`, integration: new HttpSqsIntegration('Orders', { queue }) });
      }
    });
  });
});

describe('deliberate differences', () => {
  test.each([HttpIntegrationSubtype.SQS_SEND_MESSAGE, HttpIntegrationSubtype.SQS_RECEIVE_MESSAGE])(
    'with an encrypted queue, %s',
    (subtype) => {
      compare((stack) => queueIn(stack, 'Queue', { encryptionMasterKey: new Key(stack, 'Key') }), { subtype }, [
        'key-of-an-encrypted-queue',
      ]);
    },
  );

  test('not with an encrypted queue whose key is left alone', () => {
    expectSameTemplate((app, { HttpSqsIntegration }) => {
      const stack = new Stack(app, 'Stack');
      const queue = queueIn(stack, 'Queue', { encryption: QueueEncryption.KMS });
      const integration = new HttpSqsIntegration('Orders', { queue, grantKeyUse: false });
      new HttpApi(stack, 'Api').addRoutes({ path: '/orders', integration });
    });
  });

  test('with a mapping that does not name the queue', () => {
    const parameterMapping = new ParameterMapping().custom('MessageBody', '$request.body');
    compare(queueIn, { parameterMapping }, ['service-resource-kept']);
  });

  test('with a queue of another region', () => {
    const queue = (stack: Stack) => Queue.fromQueueArn(stack, 'Queue', ARN.replace('eu-west-1', 'us-east-1'));
    compare(queue, {}, ['service-in-another-region'], REGION);
  });

  test('with a subtype of another service', () => {
    compare(queueIn, { subtype: HttpIntegrationSubtype.EVENTBRIDGE_PUT_EVENTS }, ['refused-by-both']);
  });

  test('with what SQS refuses', () => {
    compare((stack) => queueIn(stack, 'Queue', { fifo: true }), {}, ['refused-at-synth']);
  });
});
