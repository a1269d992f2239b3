import { WebSocketContextVariable, WebSocketEvaluator } from '@apigwv2-integrations/core';
import {
  WebSocketDynamoDbAttribute as Attribute,
  WebSocketTemplateValue as Value,
  WebSocketDynamoDbPutItemIntegration,
  WebSocketSqsIntegration,
} from '@apigwv2-integrations/websocket';
import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AttributeType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import fc from 'fast-check';
import { bindToWebSocketRoutes } from 'test-support/websocket';
import { describe, expect, test } from 'vitest';

const CONTEXT = { connectionId: 'L0SM9cOFvHcCIhw=', requestId: 'r-1', requestTimeEpoch: 1_700_000_000_000 };
const RUNS = { seed: Number(process.env.TEST_SEED), numRuns: 150 };
/** Texts that end quotes, add members, and mean something in JSON, in forms, in Velocity or in Java. */
const HOSTILE = [
  ...[
    '',
    '"',
    "'",
    '\\',
    '\\"',
    "\\'",
    '"}}, {"x": {"S": "',
    '", "admin": {"BOOL": true}',
    '&Action=DeleteQueue',
    'a=b&c=d+e%20f;g',
    '100% #1',
  ],
  ...[
    '$context.connectionId',
    '${stageVariables.secret}',
    '#set($x = 1)',
    '#foreach($i in [1..9])#end',
    '#stop',
    '##',
    '#*',
    '#[[',
    '$',
    '#',
    '$input.body',
  ],
  ...[
    'line\nbreak',
    '\r\n\t\b\f\u0000\u001f\u007f',
    '\u2028\u2029',
    'Grüße 😀 ٣',
    '</script>',
    '{"a": [1, {"b": null}]}',
    '\\u0041 \\n \\$x',
    '\ufeff',
  ],
];
const hostile = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.array(fc.constantFrom(...HOSTILE)).map((texts) => texts.join('')),
  fc.string({ unit: 'binary' }).map((text) => text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '')),
);

/** The request template of an integration, with a name for each value that only a deployment knows. */
function templateOf(
  make: (stack: Stack) => Parameters<typeof bindToWebSocketRoutes>[0] extends (stack: Stack) => infer I ? I : never,
): string {
  const { stack } = bindToWebSocketRoutes(make, ['send']);
  const [integration] = Object.values(Template.fromStack(stack).findResources('AWS::ApiGatewayV2::Integration'));
  const template = integration.Properties.RequestTemplates.$default;
  return typeof template === 'string'
    ? template
    : template['Fn::Join'][1].map((part: unknown) => (typeof part === 'string' ? part : 'Chat')).join('');
}

function requestOf(template: string, body: string): string {
  const { body: request, failure } = WebSocketEvaluator.request(template, { body, context: CONTEXT });
  expect(failure).toBeUndefined();
  return request;
}

describe('the form for SQS', () => {
  const queue = (stack: Stack) => new Queue(stack, 'Queue');
  const fieldsOf = (template: string, body: string) => Object.fromEntries(new URLSearchParams(requestOf(template, body)));
  const whole = templateOf((stack) => new WebSocketSqsIntegration('Orders', queue(stack)));
  const field = templateOf((stack) => new WebSocketSqsIntegration('Orders', queue(stack), { messageBody: Value.body('$.text') }));

  test('sends any message unchanged, without additional parameters', () => {
    fc.assert(
      fc.property(
        hostile.filter((text) => text !== ''),
        (message) => {
          expect(fieldsOf(whole, message)).toEqual({
            Action: 'SendMessage',
            MessageBody: message,
            'MessageAttribute.1.Name': 'connectionId',
            'MessageAttribute.1.Value.DataType': 'String',
            'MessageAttribute.1.Value.StringValue': CONTEXT.connectionId,
          });
        },
      ),
      RUNS,
    );
  });

  test('sends a field of a message as JSON', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(JSON.parse(fieldsOf(field, JSON.stringify({ text })).MessageBody)).toBe(text);
      }),
      RUNS,
    );
  });

  test('sends a literal text unchanged', () => {
    for (const text of HOSTILE.filter((one) => one !== '')) {
      const template = templateOf((stack) => new WebSocketSqsIntegration('Orders', queue(stack), { messageBody: Value.text(text) }));

      expect(fieldsOf(template, '{}').MessageBody).toBe(text);
    }
  });
});

describe('the item for DynamoDB', () => {
  const itemOf = (template: string, body: string) => JSON.parse(requestOf(template, body));
  const putting = (item: Record<string, Attribute>) =>
    templateOf((stack) => {
      const table = new Table(stack, 'Table', { partitionKey: { name: 'id', type: AttributeType.STRING } });
      return new WebSocketDynamoDbPutItemIntegration('Save', table, { item });
    });
  const template = putting({
    id: Attribute.context(WebSocketContextVariable.CONNECTION_ID),
    at: Attribute.contextNumber(WebSocketContextVariable.REQUEST_TIME_EPOCH),
    message: Attribute.message(),
    text: Attribute.body('$.text'),
    amount: Attribute.bodyNumber('$.amount'),
  });

  test('stores any message unchanged, without additional attributes', () => {
    fc.assert(
      fc.property(hostile, fc.integer(), (text, amount) => {
        const body = JSON.stringify({ text, amount });

        expect(itemOf(template, body)).toEqual({
          TableName: 'Chat',
          Item: {
            id: { S: CONTEXT.connectionId },
            at: { N: '1700000000000' },
            message: { S: body },
            text: { S: text },
            amount: { N: String(amount) },
          },
        });
      }),
      RUNS,
    );
  });

  test('stores a message that is not JSON', () => {
    fc.assert(
      fc.property(
        hostile.filter((text) => text !== ''),
        (message) => {
          expect(itemOf(template, message).Item.message).toEqual({ S: message });
        },
      ),
      RUNS,
    );
  });

  test.each<[unknown, unknown]>([
    [5, '5'],
    [true, 'true'],
    [false, 'false'],
    [null, ''],
    [undefined, ''],
    [{ a: 'x', b: '"' }, '{a=x, b="}'],
    [['x', '"'], '["x","\\""]'],
  ])('stores a field that is %j as a string', (text, expected) => {
    expect(itemOf(template, JSON.stringify({ text, amount: 1 })).Item.text).toEqual({ S: expected });
  });

  test('keeps the digits of a number', () => {
    expect(itemOf(template, '{"text": "", "amount": 12345678901234567890}').Item.amount).toEqual({ N: '12345678901234567890' });
  });

  test('does not let a numeric field end its quotes', () => {
    fc.assert(
      fc.property(hostile, (amount) => {
        expect(Object.keys(itemOf(template, JSON.stringify({ text: '', amount })).Item)).toEqual(['id', 'at', 'message', 'text', 'amount']);
      }),
      RUNS,
    );
  });

  test('stores a literal text and a name unchanged', () => {
    for (const text of HOSTILE.filter((one) => one !== '')) {
      expect(itemOf(putting({ [text]: Attribute.text(text) }), '{}').Item).toEqual({ [text]: { S: text } });
    }
  });
});
