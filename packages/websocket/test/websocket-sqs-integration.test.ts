import { WebSocketContextVariable, WebSocketMappingValue, WebSocketParameterMapping } from '@apigwv2-integrations/core';
import {
  WebSocketTemplateValue as Value,
  WebSocketSqsIntegration,
  type WebSocketSqsIntegrationProps,
} from '@apigwv2-integrations/websocket';
import { Lazy, type Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { PassthroughBehavior } from 'aws-cdk-lib/aws-apigatewayv2';
import { Role } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { type IQueue, Queue } from 'aws-cdk-lib/aws-sqs';
import fc from 'fast-check';
import { bindToWebSocketRoutes, expectWebSocketProblem, webSocketWarningsOf } from 'test-support/websocket';
import { describe, expect, test } from 'vitest';
import { queueIn } from './variants';

const BODY = 'Action=SendMessage&MessageBody=$util.urlEncode($input.body)';
const ATTRIBUTE =
  'MessageAttribute.1.Name=connectionId&MessageAttribute.1.Value.DataType=String&MessageAttribute.1.Value.StringValue=$util.urlEncode($context.connectionId)';
const INTEGRATION = 'AWS::ApiGatewayV2::Integration';

function templateOf(props?: (stack: Stack) => WebSocketSqsIntegrationProps, queue: (stack: Stack) => IQueue = queueIn, key = 'send') {
  const make = (stack: Stack) => new WebSocketSqsIntegration('Orders', queue(stack), props?.(stack));
  return Template.fromStack(bindToWebSocketRoutes(make, [key]).stack);
}

const requestOf = (template: Template): string =>
  Object.values(template.findResources(INTEGRATION))[0].Properties.RequestTemplates.$default;

test('sends the message with the connection ID', () => {
  const template = templateOf();

  template.hasResourceProperties(INTEGRATION, {
    IntegrationType: 'AWS',
    IntegrationMethod: 'POST',
    IntegrationUri: {
      'Fn::Join': [
        '',
        [
          'arn:',
          { Ref: 'AWS::Partition' },
          ':apigateway:',
          { Ref: 'AWS::Region' },
          ':sqs:path/',
          { Ref: 'AWS::AccountId' },
          '/',
          { 'Fn::GetAtt': [Match.stringLikeRegexp('^Queue'), 'QueueName'] },
        ],
      ],
    },
    RequestParameters: { 'integration.request.header.Content-Type': "'application/x-www-form-urlencoded'" },
    RequestTemplates: { $default: `${BODY}&${ATTRIBUTE}` },
    TemplateSelectionExpression: '\\$default',
    PassthroughBehavior: 'NEVER',
    CredentialsArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('OrdersRole'), 'Arn'] },
  });
  template.hasResourceProperties('AWS::ApiGatewayV2::IntegrationResponse', { IntegrationResponseKey: '$default' });
});

test('allows its role only to send to the queue', () => {
  const template = templateOf();

  template.resourceCountIs('AWS::IAM::Policy', 1);
  template.hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: {
      Statement: [{ Action: 'sqs:SendMessage', Effect: 'Allow', Resource: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Queue'), 'Arn'] } }],
    },
  });
  template.hasResourceProperties('AWS::IAM::Role', {
    AssumeRolePolicyDocument: Match.objectLike({
      Statement: [Match.objectLike({ Principal: { Service: 'apigateway.amazonaws.com' } })],
    }),
  });
});

test('allows its role to use the key of an encrypted queue', () => {
  const encrypted = (stack: Stack) => new Queue(stack, 'Queue', { encryptionMasterKey: new Key(stack, 'Key') });

  templateOf(undefined, encrypted).hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: Match.objectLike({
      Statement: Match.arrayWith([Match.objectLike({ Action: ['kms:GenerateDataKey', 'kms:Decrypt'] })]),
    }),
  });
});

test('uses the region and account of an imported queue', () => {
  const template = templateOf(undefined, (stack) => Queue.fromQueueArn(stack, 'Queue', 'arn:aws:sqs:us-east-1:222222222222:orders'));

  template.hasResourceProperties(INTEGRATION, {
    IntegrationUri: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':apigateway:us-east-1:sqs:path/222222222222/orders']] },
  });
});

describe('a FIFO queue', () => {
  const fifo = (stack: Stack) => new Queue(stack, 'Queue', { fifo: true });

  test('groups messages by connection, with unique deduplication IDs', () => {
    expect(requestOf(templateOf(undefined, fifo))).toBe(
      `${BODY}&${ATTRIBUTE}&MessageGroupId=$util.urlEncode($context.connectionId)&MessageDeduplicationId=$util.urlEncode($context.requestId)`,
    );
  });

  test('uses the given message group and deduplication ID', () => {
    const props = () => ({ messageGroupId: Value.text('all orders'), messageDeduplicationId: Value.body('$.id') });

    expect(requestOf(templateOf(props, fifo))).toBe(
      `${BODY}&${ATTRIBUTE}&MessageGroupId=all%20orders&MessageDeduplicationId=$util.urlEncode($input.json('$.id'))`,
    );
  });
});

describe('given values', () => {
  const messageOf = (messageBody: Value) => /&MessageBody=([^&]*)&/.exec(requestOf(templateOf(() => ({ messageBody }))))?.[1];

  test.each([
    [Value.message(), '$util.urlEncode($input.body)'],
    [Value.body("$['first name']"), `$util.urlEncode($input.json("$['first name']"))`],
    [Value.context(WebSocketContextVariable.CONNECTION_ID), '$util.urlEncode($context.connectionId)'],
    [Value.stageVariable('queue'), '$util.urlEncode($stageVariables.queue)'],
    [Value.custom("$input.path('$.id')"), "$util.urlEncode($input.path('$.id'))"],
    [Value.text('$context.connectionId'), '%24context.connectionId'],
    [Value.text(''), ''],
  ])('sends the given message (%#)', (messageBody, expected) => {
    expect(messageOf(messageBody)).toBe(expected);
  });

  test('sends a literal text unchanged', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'$#\\"\'{}!&=%+ \nax€') }), (text) => {
        const message = messageOf(Value.text(text)) as string;

        // The template's language has nothing to do in it.
        expect(message).not.toMatch(/[$#\\]/);
        expect(decodeURIComponent(message)).toBe(text);
      }),
      { seed: Number(process.env.TEST_SEED), numRuns: 60 },
    );
  });

  test('encodes the values of tokens in a text', () => {
    const text = `a&${Lazy.string({ produce: () => 'one' })}#${Lazy.string({ produce: () => 'two' })}`;

    expect(requestOf(templateOf(() => ({ messageBody: Value.text(text) })))).toContain(
      "&MessageBody=a%26$util.urlEncode('one')%23$util.urlEncode('two')&",
    );
  });

  test.each([
    ['messageBody', Value.body(`$['"']`)],
    ['messageGroupId', Value.context(WebSocketContextVariable.of('a b'))],
    ['messageDeduplicationId', Value.stageVariable('1st')],
  ])('rejects a value that a template cannot contain: %s', (name, value) => {
    const make = (stack: Stack) => new WebSocketSqsIntegration('Orders', queueIn(stack), { [name]: value });

    expectWebSocketProblem(make, 'TemplateReferenceInvalid');
    expect(() => templateOf(() => ({ [name]: value, requestTemplates: { $default: '' } }))).not.toThrow();
  });

  test('uses the given URI, template, role and responses', () => {
    const template = templateOf((stack) => ({
      integrationUri: 'arn:aws:apigateway:eu-west-1:sqs:action/SendMessage',
      requestTemplates: { mine: '{}' },
      templateSelectionExpression: 'mine',
      passthroughBehavior: PassthroughBehavior.WHEN_NO_MATCH,
      credentialsRole: Role.fromRoleArn(stack, 'Mine', 'arn:aws:iam::111111111111:role/mine'),
      integrationResponses: [],
      parameterMapping: new WebSocketParameterMapping().header('content-type', WebSocketMappingValue.text('application/x-amz-json-1.0')),
    }));

    template.hasResourceProperties(INTEGRATION, {
      IntegrationUri: 'arn:aws:apigateway:eu-west-1:sqs:action/SendMessage',
      RequestParameters: { 'integration.request.header.content-type': "'application/x-amz-json-1.0'" },
      RequestTemplates: { mine: '{}' },
      TemplateSelectionExpression: 'mine',
      PassthroughBehavior: 'WHEN_NO_MATCH',
      CredentialsArn: 'arn:aws:iam::111111111111:role/mine',
    });
    for (const type of ['AWS::IAM::Role', 'AWS::IAM::Policy', 'AWS::ApiGatewayV2::IntegrationResponse']) {
      template.resourceCountIs(type, 0);
    }
  });
});

const EVERY_ROUTE = ['$connect', '$disconnect', '$default', { key: 'two', returnResponse: true }];

test.each<[string, WebSocketSqsIntegrationProps]>([
  ['a text', { messageBody: Value.text('somebody') }],
  ['the connection', { messageBody: Value.context(WebSocketContextVariable.CONNECTION_ID) }],
  ['a template of one’s own', { requestTemplates: { $default: 'Action=SendMessage&MessageBody=x' } }],
])('responds on every route with %s, without a warning', (_what, props) => {
  expect(webSocketWarningsOf((stack) => new WebSocketSqsIntegration('Orders', queueIn(stack), props), EVERY_ROUTE)).toEqual([]);
});

test.each([undefined, Value.message()])('warns about a route without a message (%#)', (messageBody) => {
  const warnings = webSocketWarningsOf((stack) => new WebSocketSqsIntegration('Orders', queueIn(stack), { messageBody }), EVERY_ROUTE);

  expect(warnings.map(({ path }) => path)).toEqual(['Stack/Api/$connect-Route', 'Stack/Api/$disconnect-Route']);
  expect(warnings[0].message).toContain('[MessageEmpty] the route $connect has no client message to send');
});
