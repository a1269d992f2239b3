import {
  compileParameters,
  evaluateParameters,
  KEY_ACTIONS_EVIDENCE,
  parameterOf,
  requiredParameters,
  SERVICE_SUBTYPES,
  type ServiceSubtype,
  serviceSubtype,
} from '@apigwv2-integrations/core/engine';
import { describe, expect, test } from 'vitest';
import { expectCodes, httpApi, route, service } from './template-support';

const QueueUrl = 'https://sqs.eu-west-1.amazonaws.com/123456789012/orders';
const send = (parameters: object) => service('SQS-SendMessage', { QueueUrl, MessageBody: '$request.body', ...parameters });

describe('the table of services', () => {
  test('contains the ten documented actions', () => {
    expect(SERVICE_SUBTYPES.map(({ subtype }) => subtype).sort()).toEqual([
      'AppConfig-GetConfiguration',
      'EventBridge-PutEvents',
      'Kinesis-PutRecord',
      'SQS-DeleteMessage',
      'SQS-PurgeQueue',
      'SQS-ReceiveMessage',
      'SQS-SendMessage',
      'StepFunctions-StartExecution',
      'StepFunctions-StartSyncExecution',
      'StepFunctions-StopExecution',
    ]);
    expect(serviceSubtype('sqs-sendmessage')).toBeUndefined();
  });

  // By the reference of AWS, https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services-reference.html
  test.each([
    ['AppConfig-GetConfiguration', 'appconfig', 'Application Environment Configuration ClientId', 'ClientConfigurationVersion'],
    ['EventBridge-PutEvents', 'events', 'Detail DetailType Source', 'Time EventBusName Resources TraceHeader'],
    ['Kinesis-PutRecord', 'kinesis', 'StreamName Data PartitionKey', 'SequenceNumberForOrdering ExplicitHashKey'],
    ['SQS-DeleteMessage', 'sqs', 'ReceiptHandle QueueUrl', ''],
    ['SQS-PurgeQueue', 'sqs', 'QueueUrl', ''],
    [
      'SQS-ReceiveMessage',
      'sqs',
      'QueueUrl',
      'AttributeNames MaxNumberOfMessages MessageAttributeNames ReceiveRequestAttemptId VisibilityTimeout WaitTimeSeconds',
    ],
    [
      'SQS-SendMessage',
      'sqs',
      'QueueUrl MessageBody',
      'DelaySeconds MessageAttributes MessageDeduplicationId MessageGroupId MessageSystemAttributes',
    ],
    ['StepFunctions-StartExecution', 'states', 'StateMachineArn', 'Name Input'],
    ['StepFunctions-StartSyncExecution', 'states', 'StateMachineArn', 'Name Input TraceHeader'],
    ['StepFunctions-StopExecution', 'states', 'ExecutionArn', 'Cause Error'],
  ])('%s has the documented parameters', (subtype, prefix, required, optional) => {
    const row = serviceSubtype(subtype) as ServiceSubtype;
    const words = (text: string) => text.split(' ').filter((word) => word !== '');

    expect(requiredParameters(row).sort()).toEqual(words(required).sort());
    expect(row.parameters.map(({ name }) => name).sort()).toEqual([...words(required), ...words(optional), 'Region'].sort());
    expect(row.permission.action).toBe(`${prefix}:${row.action}`);
    expect(row.payloadVersion).toBe('1.0');
  });

  test.each(SERVICE_SUBTYPES)('the row of $subtype is consistent', (row) => {
    const names = row.parameters.map(({ name }) => name);

    expect(row.subtype.endsWith(`-${row.action}`)).toBe(true);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain('Region');
    expect(names).toEqual(expect.arrayContaining([...row.resourceParameters]));
    expect(row.permission.action).toMatch(new RegExp(`^[a-z]+:${row.action}$`));
    for (const arn of row.permission.resources) {
      expect(arn).toMatch(/^arn:PARTITION:[a-z]+:REGION:ACCOUNT:\w/);
    }
    for (const action of row.keyActions) {
      expect(action).toMatch(/^kms:\w+$/);
    }
  });

  test('marks undocumented facts', () => {
    const doubtful = ({ subtype, parameters, permission, answer, notes }: ServiceSubtype) =>
      [
        ...parameters.filter(({ evidence }) => evidence === 'unverified').map(({ name }) => `${subtype} ${name}`),
        ...(permission.evidence === 'unverified' ? [`${subtype} permission`] : []),
        ...(answer.evidence === 'unverified' ? [`${subtype} answer`] : []),
        ...notes.filter(({ evidence }) => evidence === 'unverified').map(({ text }) => `${subtype} ${text}`),
      ].length;

    expect(KEY_ACTIONS_EVIDENCE).toBe('unverified');
    expect(Object.fromEntries(SERVICE_SUBTYPES.map((row) => [row.subtype, doubtful(row)]))).toEqual({
      'AppConfig-GetConfiguration': 6,
      'EventBridge-PutEvents': 5,
      'Kinesis-PutRecord': 3,
      'SQS-DeleteMessage': 2,
      'SQS-PurgeQueue': 2,
      'SQS-ReceiveMessage': 4,
      'SQS-SendMessage': 3,
      'StepFunctions-StartExecution': 2,
      'StepFunctions-StartSyncExecution': 2,
      'StepFunctions-StopExecution': 2,
    });
  });

  test('finds parameters by name, and the required ones', () => {
    const row = serviceSubtype('SQS-SendMessage') as ServiceSubtype;

    expect(requiredParameters(row)).toEqual(['QueueUrl', 'MessageBody']);
    expect(parameterOf(row, 'DelaySeconds')).toMatchObject({ type: 'integer', range: [0, 900] });
    expect(parameterOf(row, 'delaySeconds')).toBeUndefined();
  });
});

describe('a literal value', () => {
  test.each([
    ['DelaySeconds', '0', []],
    ['DelaySeconds', '900', []],
    ['DelaySeconds', '901', ['ServiceParameterDoubtful']],
    ['DelaySeconds', '-1', ['ServiceParameterDoubtful']],
    ['DelaySeconds', '1.5', ['ServiceParameterDoubtful']],
    ['DelaySeconds', 'soon', ['ServiceParameterDoubtful']],
    ['DelaySeconds', '$request.header.delay', []],
    ['DelaySeconds', '1$request.header.delay', []],
    ['Region', 'eu-west-1', []],
    ['Region', 'us-gov-east-1', []],
    ['Region', 'Ireland', ['ServiceParameterDoubtful']],
    ['MessageGroupId', 'g'.repeat(128), []],
    ['MessageGroupId', 'g'.repeat(129), ['ServiceParameterDoubtful']],
    ['QueueUrl', 'arn:aws:sqs:eu-west-1:123456789012:orders', ['ServiceParameterDoubtful']],
    ['QueueUrl', 'http://localhost:9324/queue', []],
    ['MessageAttributes', '{"kind":{"DataType":"String","StringValue":"order"}}', ['ServiceJsonLiteral']],
    ['MessageAttributes', ' {}', ['ServiceJsonLiteral']],
    ['MessageAttributes', '{"kind":{"DataType":"String","StringValue":"${request.header.kind}"}}', []],
    ['MessageAttributes', '{"kind": ${request.header.kind', ['ExpressionInvalid']],
    ['MessageSystemAttributes', '{"AWSTraceHeader":{"DataType":"String","StringValue":"Root=1"}}', []],
    ['MessageBody', '', ['ServiceParameterEmpty']],
    ['MessageBody', '{"fixed":true}', []],
  ])('accepts for %s the literal %j', (name, value, codes) => {
    expectCodes({ Api: httpApi, Integration: send({ [name]: value }) }, codes);
  });

  test('requires an ARN for a parameter of type ARN', () => {
    expectCodes({ Api: httpApi, Integration: service('StepFunctions-StopExecution', { ExecutionArn: 'arn:aws:states:x' }) }, []);
    expectCodes({ Api: httpApi, Integration: service('StepFunctions-StopExecution', { ExecutionArn: 'orders' }) }, [
      'ServiceParameterDoubtful',
    ]);
  });

  test('reports a doubtful literal with its location and a remedy', () => {
    const [finding] = expectCodes({ Api: httpApi, Integration: send({ DelaySeconds: 901 }) }, ['ServiceParameterDoubtful']);

    expect(finding).toMatchObject({
      property: 'Properties/RequestParameters/DelaySeconds',
      value: '901',
      message: 'DelaySeconds: "901" is not from 0 to 900',
      remedy: 'pass a number from 0 to 900',
    });
  });
});

describe('a queue in the template', () => {
  const group = { MessageGroupId: '$request.header.customer' };
  const both = { ...group, MessageDeduplicationId: '$context.requestId' };
  const queue = (Properties: object, rest: object = {}) => ({ Type: 'AWS::SQS::Queue', Properties, ...rest });
  const FIFO = { FifoQueue: true };

  test.each<[string, object, object, string[]]>([
    ['a FIFO queue wants a group and a deduplication id', queue(FIFO), {}, ['FifoGroupMissing', 'FifoDeduplicationMissing']],
    ['a FIFO queue that gets both', queue(FIFO), both, []],
    ['FifoQueue as a text', queue({ FifoQueue: 'true' }), group, ['FifoDeduplicationMissing']],
    ['a FIFO queue that deduplicates by content', queue({ ...FIFO, ContentBasedDeduplication: true }), group, []],
    ['a FIFO queue that may deduplicate by content', queue({ ...FIFO, ContentBasedDeduplication: { Ref: 'P' } }), group, []],
    ['a FIFO queue gets no delay', queue(FIFO), { ...both, DelaySeconds: '5' }, ['FifoDelayRefused']],
    ['a queue that may be a FIFO queue', queue({ FifoQueue: { Ref: 'P' } }), {}, []],
    ['a queue whose properties come from elsewhere', queue({ 'Fn::Transform': { Name: 'M' } }), {}, []],
    ['a standard queue', queue({}), { DelaySeconds: '5' }, []],
    ['a standard queue with a group, for fair queues', queue({}), group, []],
    ['a standard queue takes no deduplication id', queue({}), both, ['DeduplicationWithoutFifo']],
    ['something else', { Type: 'Custom::Queue', Properties: FIFO }, {}, []],
  ])('%s', (_what, Queue, parameters, codes) => {
    for (const QueueUrl of [{ Ref: 'Queue' }, { 'Fn::Sub': '${Queue}' }]) {
      expectCodes({ Api: httpApi, Integration: send({ QueueUrl, ...parameters }), Queue }, codes);
    }
  });

  test('recognizes an imported FIFO queue by its name', () => {
    expectCodes({ Api: httpApi, Integration: send({ QueueUrl: `${QueueUrl}.fifo` }) }, ['FifoGroupMissing']);
    expectCodes({ Api: httpApi, Integration: send({ QueueUrl: { Ref: 'Elsewhere' } }) }, []);
    expectCodes({ Api: httpApi, Integration: send({ QueueUrl: { 'Fn::ImportValue': 'Queue' } }) }, []);
  });

  test('checks a queue only for SendMessage', () => {
    const Integration = service('SQS-ReceiveMessage', { QueueUrl: { Ref: 'Queue' } });
    expectCodes({ Api: httpApi, Integration, Queue: queue(FIFO) }, []);
  });
});

describe('a state machine in the template', () => {
  const machine = (Properties: object) => ({ Type: 'AWS::StepFunctions::StateMachine', Properties });

  test.each<[string, object, string[]]>([
    ['EXPRESS', { StateMachineType: 'EXPRESS' }, []],
    ['STANDARD', { StateMachineType: 'STANDARD' }, ['SyncExecutionOfStandard']],
    ['of the default type', {}, ['SyncExecutionOfStandard']],
    ['of an unknown type', { StateMachineType: { Ref: 'P' } }, []],
  ])('checks a synchronous start: %s', (_what, properties, codes) => {
    for (const StateMachineArn of [{ Ref: 'Machine' }, { 'Fn::GetAtt': ['Machine', 'Arn'] }, { 'Fn::GetAtt': 'Machine.Arn' }]) {
      const Integration = service('StepFunctions-StartSyncExecution', { StateMachineArn });
      expectCodes({ Api: httpApi, Integration, Machine: machine(properties) }, codes);
    }
  });

  test('does not check other attributes and asynchronous starts', () => {
    const named = service('StepFunctions-StartSyncExecution', { StateMachineArn: { 'Fn::GetAtt': ['Machine', 'Name'] } });
    const started = service('StepFunctions-StartExecution', { StateMachineArn: { Ref: 'Machine' } });
    expectCodes({ Api: httpApi, Named: named, Started: started, Machine: machine({}) }, ['ReferenceKindInvalid']);
  });
});

test('reports an undefined path variable on the route', () => {
  const [finding] = expectCodes(
    { Api: httpApi, Integration: send({ MessageBody: '$request.path.id' }), Route: route('POST /x', 'Integration') },
    ['PathVariableUnknown'],
  );

  expect(finding).toMatchObject({ logicalId: 'Route', message: expect.stringMatching(/^MessageBody reads the path variable id/) });
});

describe('evaluation', () => {
  const evaluate = (mapping: Record<string, string>) =>
    evaluateParameters(compileParameters(Object.entries(mapping)), {
      path: '/orders/7',
      headers: [['X-Kind', 'order']],
      query: [['empty', '']],
      body: '{"detail":{"id":7},"text":"seven"}',
      pathVariable: (name) => (name === 'id' ? '7' : undefined),
      context: (name) => (name === 'requestId' ? 'r-1' : undefined),
      stageVariable: () => undefined,
    });

  test('returns the parameters for the service', () => {
    expect(
      evaluate({
        Fixed: 'text',
        Whole: '$request.body',
        Object: '$request.body.detail',
        Text: '$request.body.text',
        Header: '$request.header.x-kind',
        Path: '$request.path.id',
        Joined: '${context.requestId}/${request.header.missing}/${request.path.id}',
      }),
    ).toEqual({
      parameters: [
        ['Fixed', 'text'],
        ['Whole', '{"detail":{"id":7},"text":"seven"}'],
        ['Object', '{"id":7}'],
        ['Text', 'seven'],
        ['Header', 'order'],
        ['Path', '7'],
        ['Joined', 'r-1//7'],
      ],
      unresolved: [],
    });
  });

  test('lists parameters without a value', () => {
    expect(evaluate({ Name: '$request.header.name', Empty: '$request.querystring.empty', Object: '$context.authorizer' })).toEqual({
      parameters: [],
      unresolved: ['Name', 'Empty', 'Object'],
    });
  });
});
