import { HttpSqsIntegration } from '@apigwv2-integrations/sqs';
import { type Stack, Token } from 'aws-cdk-lib';
import { CfnIntegration, HttpApi, type HttpRouteIntegration, ParameterMapping } from 'aws-cdk-lib/aws-apigatewayv2';
import * as cdk from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { DefinitionBody, Pass, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { describe, expect, test } from 'vitest';
import { check } from './support';

const routed = (stack: Stack, integration: HttpRouteIntegration) => {
  const api = new HttpApi(stack, 'Api');
  api.addRoutes({ path: '/orders', integration });
  return api;
};

const mapping = (entries: Record<string, string>) =>
  Object.entries(entries).reduce((all, [key, value]) => all.custom(key, value), new ParameterMapping());

describe('in the CDK’s own service integrations', () => {
  const sending = (entries: Record<string, string>) => (stack: Stack) =>
    routed(stack, new cdk.HttpSqsIntegration('Orders', { queue: new Queue(stack, 'Queue'), parameterMapping: mapping(entries) }));

  test.each<[string, Record<string, string>, string[]]>([
    ['nothing is found where all is well', { QueueUrl: 'https://sqs.example.com/q', MessageBody: '$request.body' }, []],
    [
      'a misspelt parameter is',
      { QueuUrl: 'https://sqs.example.com/q', MessageBody: 'x' },
      ['service-parameter-missing', 'service-parameter-unknown'],
    ],
    ['an empty one is', { QueueUrl: 'https://sqs.example.com/q', MessageBody: '' }, ['service-parameter-empty']],
    [
      'message attributes that are refused are',
      { QueueUrl: 'https://sqs.example.com/q', MessageBody: 'x', MessageAttributes: '{"a":{}}' },
      ['service-json-literal'],
    ],
  ])('%s', (_what, entries, rules) => {
    expect(check(sending(entries)).rules).toEqual(rules);
  });

  test('reports a message to a FIFO queue without its required parameters', () => {
    const fifo = (stack: Stack) =>
      routed(stack, new cdk.HttpSqsIntegration('Orders', { queue: new Queue(stack, 'Queue', { fifo: true }) }));

    expect(check(fifo).rules).toEqual(['fifo-deduplication-missing', 'fifo-group-missing']);
  });

  test('reports a request to stop an execution without its ARN', () => {
    const { rules } = check((stack) =>
      routed(
        stack,
        new cdk.HttpStepFunctionsIntegration('Stop', {
          stateMachine: new StateMachine(stack, 'Machine', { definitionBody: DefinitionBody.fromChainable(new Pass(stack, 'Start')) }),
          subtype: 'StepFunctions-StopExecution' as never,
        }),
      ),
    );

    expect(rules).toEqual(['service-parameter-missing', 'service-parameter-unknown']);
  });
});

test('reports a synchronous start of a STANDARD state machine in L1 resources', () => {
  const { rules } = check((stack) => {
    const machine = new StateMachine(stack, 'Machine', { definitionBody: DefinitionBody.fromChainable(new Pass(stack, 'Start')) });
    new CfnIntegration(stack, 'Integration', {
      apiId: new HttpApi(stack, 'Api').apiId,
      integrationType: 'AWS_PROXY',
      integrationSubtype: 'StepFunctions-StartSyncExecution',
      payloadFormatVersion: '1.0',
      credentialsArn: 'arn:aws:iam::111111111111:role/start',
      requestParameters: { StateMachineArn: machine.stateMachineArn },
    });
  });

  expect(rules).toEqual(['sync-execution-of-standard']);
});

// The oldest CDK hands a plugin no app, and this one is made without.
test.skipIf(process.env.CDK_VERSION === 'floor')('does not repeat a problem that a construct has reported', () => {
  const { rules } = check((stack) => {
    const parameterMapping = mapping({ MessageBody: Token.asString({ Ref: 'Body' }), QueuUrl: 'x' });
    routed(stack, new HttpSqsIntegration('Orders', { queue: new Queue(stack, 'Queue'), parameterMapping }));
  });

  expect(rules).toEqual([]);
});
