import { WebSocketContextVariable as Variable } from '@apigwv2-integrations/core';
import {
  WebSocketDynamoDbAttribute as Attribute,
  WebSocketDynamoDbPutItemIntegration,
  type WebSocketDynamoDbPutItemIntegrationProps,
} from '@apigwv2-integrations/websocket';
import { Fn, type Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { AttributeType, type ITable, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { Role } from 'aws-cdk-lib/aws-iam';
import fc from 'fast-check';
import { bindToWebSocketRoutes, expectWebSocketProblem, webSocketWarningsOf } from 'test-support/websocket';
import { describe, expect, test } from 'vitest';
import { item, tableIn } from './variants';

const INTEGRATION = 'AWS::ApiGatewayV2::Integration';

function templateOf(
  props: (stack: Stack) => Partial<WebSocketDynamoDbPutItemIntegrationProps> = () => ({}),
  table = tableIn as (stack: Stack) => ITable,
) {
  const make = (stack: Stack) => new WebSocketDynamoDbPutItemIntegration('Put', table(stack), { item, ...props(stack) });
  return Template.fromStack(bindToWebSocketRoutes(make, ['send']).stack);
}

/** The request's template, in which the table is called TABLE. */
function requestOf(attributes: WebSocketDynamoDbPutItemIntegrationProps['item']): string {
  const [{ Properties }] = Object.values(templateOf(() => ({ item: attributes })).findResources(INTEGRATION));
  const parts: unknown[] = Properties.RequestTemplates.$default['Fn::Join'][1];
  return parts.map((part) => (typeof part === 'string' ? part : 'TABLE')).join('');
}

test('puts the item', () => {
  const template = templateOf();

  template.hasResourceProperties(INTEGRATION, {
    IntegrationType: 'AWS',
    IntegrationMethod: 'POST',
    IntegrationUri: {
      'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':apigateway:', { Ref: 'AWS::Region' }, ':dynamodb:action/PutItem']],
    },
    TemplateSelectionExpression: '\\$default',
    PassthroughBehavior: 'NEVER',
    CredentialsArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('PutRole'), 'Arn'] },
  });
  template.hasResourceProperties('AWS::ApiGatewayV2::IntegrationResponse', { IntegrationResponseKey: '$default' });
});

describe('the template', () => {
  test('contains the table and the attributes', () => {
    const request = requestOf({ id: Attribute.text('a "b"'), 'a"b': Attribute.custom('{"BOOL": true}') });

    expect(JSON.parse(request)).toEqual({ TableName: 'TABLE', Item: { id: { S: 'a "b"' }, 'a"b': { BOOL: true } } });
  });

  test.each([
    [
      Attribute.context(Variable.IDENTITY_USER_AGENT),
      `{"S": "$util.escapeJavaScript($context.identity.userAgent).replaceAll("\\\\'","'")"}`,
    ],
    [Attribute.contextNumber(Variable.REQUEST_TIME_EPOCH), '{"N": "$context.requestTimeEpoch"}'],
    [Attribute.message(), `{"S": "$util.escapeJavaScript($input.body).replaceAll("\\\\'","'")"}`],
    [Attribute.body('$.text'), `{"S": "$util.escapeJavaScript($input.path('$.text')).replaceAll("\\\\'","'")"}`],
    [Attribute.bodyNumber('$.amount'), `{"N": "$util.escapeJavaScript($input.json('$.amount')).replaceAll("\\\\'","'")"}`],
  ])('escapes everything that a client sends (%#)', (attribute, value) => {
    expect(requestOf({ id: attribute })).toBe(`{"TableName": "TABLE", "Item": {"id": ${value}}}`);
  });

  test('contains literal texts unchanged', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.oneof(fc.constantFrom(...'$#\\"\'{}!\n'), fc.string({ minLength: 1, maxLength: 1 })) }), (text) => {
        const request = requestOf({ [`n${text}`]: Attribute.text(text) });

        // The template's language has nothing to do in it.
        expect(request).not.toMatch(/[$#]|\\\\/);
        expect(JSON.parse(request).Item).toEqual({ [`n${text}`]: { S: text } });
      }),
      { seed: Number(process.env.TEST_SEED), numRuns: 60 },
    );
  });

  test('escapes the value of a token in a text', () => {
    const [request] = Object.values(
      templateOf(() => ({ item: { id: Attribute.text(`$1 ${Fn.importValue('Name')} #2`) } })).findResources(INTEGRATION),
    ).map(({ Properties }) => JSON.stringify(Properties.RequestTemplates.$default['Fn::Join'][1].slice(2)));

    expect(JSON.parse(request)).toEqual([
      expect.stringMatching(/\{"S": "\\u00241 \$util\.escapeJavaScript\('$/),
      { 'Fn::ImportValue': 'Name' },
      `').replaceAll("\\\\'","'") \\u00232"}}}`,
    ]);
  });

  test.each([
    ["$.user['first name']", `$input.path("$.user['first name']")`],
    ['$.user["first name"]', `$input.path('$.user["first name"]')`],
    [`$.all[?(@.x == "#$context.y")]`, `$input.path('$.all[?(@.x == "#$context.y")]')`],
    [`$.all[?(@.price > 5)]['$']`, `$input.path("$.all[?(@.price > 5)]['$']")`],
  ])('accepts the JSONPath %s', (path, reference) => {
    expect(requestOf({ id: Attribute.body(path) })).toBe(
      `{"TableName": "TABLE", "Item": {"id": {"S": "$util.escapeJavaScript(${reference}).replaceAll("\\\\'","'")"}}}`,
    );
  });

  test.each([
    [() => Attribute.body(`$['it"s']`), `a template cannot contain the JSONPath "$['it\\"s']" unchanged`],
    [() => Attribute.bodyNumber(`$['$context']`), 'write it with double quotes only'],
    [() => Attribute.body("$['a##b']"), 'TemplateReferenceInvalid'],
    [() => Attribute.body("$['a\\b']"), 'TemplateReferenceInvalid'],
    [() => Attribute.context(Variable.of('authorizer.a b')), 'a template cannot read "authorizer.a b" from context'],
    [() => Attribute.contextNumber(Variable.of('')), 'use a name of letters, digits, hyphens and underscores'],
  ])('rejects values that it cannot contain (%#)', (attribute, expected) => {
    const make = (stack: Stack) => new WebSocketDynamoDbPutItemIntegration('Put', tableIn(stack), { item: { id: attribute() } });

    expect(expectWebSocketProblem(make, 'TemplateReferenceInvalid')).toContain(expected);
  });

  test('does not check a given template', () => {
    const bad = { item: { id: Attribute.body(`$['"']`) }, requestTemplates: { $default: '{}' } };

    expect(() => templateOf(() => bad)).not.toThrow();
  });

  test('keeps a token as attribute name unchanged', () => {
    expect(() => requestOf({ id: Attribute.context(Variable.of(Fn.importValue('Name'))) })).not.toThrow();
  });
});

describe('its role', () => {
  test('allows only putting items into the table', () => {
    const [policy, ...others] = Object.values(templateOf().findResources('AWS::IAM::Policy'));
    const [{ Resource, ...statement }, ...more] = policy.Properties.PolicyDocument.Statement;

    expect([...others, ...more]).toEqual([]);
    expect(statement).toEqual({ Action: 'dynamodb:PutItem', Effect: 'Allow' });
    // Older versions of the CDK add a place for the ARN of indexes.
    expect([Resource].flat().filter(({ Ref }) => Ref !== 'AWS::NoValue')).toEqual([
      { 'Fn::GetAtt': [expect.stringMatching(/^Table/), 'Arn'] },
    ]);
  });

  test('allows use of the key of an encrypted table', () => {
    const encrypted = (stack: Stack) =>
      new Table(stack, 'Table', {
        partitionKey: { name: 'id', type: AttributeType.STRING },
        encryption: TableEncryption.CUSTOMER_MANAGED,
      });

    templateOf(undefined, encrypted).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: Match.objectLike({
        Statement: Match.arrayWith([Match.objectLike({ Action: Match.arrayWith(['kms:Decrypt', 'kms:Encrypt']) })]),
      }),
    });
  });

  test('can be replaced, as can the URI and the template', () => {
    const template = templateOf((stack) => ({
      credentialsRole: Role.fromRoleArn(stack, 'Mine', 'arn:aws:iam::111111111111:role/mine'),
      integrationUri: 'arn:aws:apigateway:us-east-1:dynamodb:action/UpdateItem',
      requestTemplates: { $default: '{}' },
    }));

    template.hasResourceProperties(INTEGRATION, {
      CredentialsArn: 'arn:aws:iam::111111111111:role/mine',
      IntegrationUri: 'arn:aws:apigateway:us-east-1:dynamodb:action/UpdateItem',
      RequestTemplates: { $default: '{}' },
    });
    template.resourceCountIs('AWS::IAM::Policy', 0);
  });
});

test('responds on every route, without a warning', () => {
  const make = (stack: Stack) => new WebSocketDynamoDbPutItemIntegration('Put', tableIn(stack), { item });

  expect(webSocketWarningsOf(make, ['$connect', '$disconnect', '$default', { key: 'two', returnResponse: true }])).toEqual([]);
});
