import { Stack } from 'aws-cdk-lib';
import { HttpApi, HttpIntegrationSubtype, ParameterMapping } from 'aws-cdk-lib/aws-apigatewayv2';
import { DefinitionBody, type IStateMachine, Pass, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { expectSameTemplate } from 'test-support/parity/expect-same-template';
import type { Options } from 'test-support/variant';
import { describe, test } from 'vitest';
import { machineIn } from './variants';

const {
  STEPFUNCTIONS_START_EXECUTION: START,
  STEPFUNCTIONS_START_SYNC_EXECUTION: START_SYNC,
  STEPFUNCTIONS_STOP_EXECUTION: STOP,
} = HttpIntegrationSubtype;
const ARN = 'arn:aws:states:eu-west-1:111111111111:stateMachine:orders';
const { STANDARD, EXPRESS } = StateMachineType;
const env = { account: '111111111111', region: 'eu-west-1' };

const stopMapping = () => new ParameterMapping().custom('ExecutionArn', '$request.querystring.executionArn');

function compare(makeMachine: (stack: Stack) => IStateMachine, options: Options = {}, expected: string[] = [], props = {}) {
  expectSameTemplate(
    (app, { HttpStepFunctionsIntegration }) => {
      const stack = new Stack(app, 'Stack', props);
      const integration = new HttpStepFunctionsIntegration('Orders', { stateMachine: makeMachine(stack), ...options });
      new HttpApi(stack, 'Api').addRoutes({ path: '/orders', integration });
    },
    ...expected,
  );
}

describe('a drop-in with', () => {
  test.each([
    [STANDARD, START],
    [EXPRESS, START],
    [EXPRESS, START_SYNC],
  ])('a state machine, %s, %s', (type, subtype) => {
    compare((stack) => machineIn(stack, type), { subtype });
  });

  test.each([{}, { env }])('an execution to stop, in a stack with %j', (props) => {
    compare((stack) => machineIn(stack, STANDARD), { subtype: STOP, parameterMapping: stopMapping() }, [], props);
  });

  test('an imported state machine, which the type of the CDK’s option does not take', () => {
    compare((stack) => StateMachine.fromStateMachineArn(stack, 'Machine', ARN));
  });
});

describe('deliberate differences', () => {
  test('with a mapping that does not name the state machine', () => {
    const parameterMapping = new ParameterMapping().custom('Input', '$request.body');
    compare(machineIn, { parameterMapping }, ['service-resource-kept']);
  });

  test('with a synchronous start of a STANDARD one', () => {
    compare((stack) => machineIn(stack, STANDARD), { subtype: START_SYNC }, ['refused-by-both']);
  });

  test('with a subtype of another service', () => {
    compare(machineIn, { subtype: HttpIntegrationSubtype.KINESIS_PUT_RECORD }, ['refused-by-both']);
  });

  test('with nothing that says which execution to stop', () => {
    compare((stack) => machineIn(stack, STANDARD), { subtype: STOP }, ['refused-at-synth']);
  });

  test('with an execution of an imported state machine to stop', () => {
    const imported = (stack: Stack) => StateMachine.fromStateMachineArn(stack, 'Machine', ARN);
    compare(imported, { subtype: STOP, parameterMapping: stopMapping() }, ['executions-of-imported']);
  });

  test.each([
    ['region', { ...env, region: 'us-east-1' }],
    ['account', { ...env, account: '222222222222' }],
  ])('with an execution of another %s to stop', (_what, elsewhere) => {
    expectSameTemplate((app, { HttpStepFunctionsIntegration }) => {
      const there = new Stack(app, 'There', { env: elsewhere });
      const stateMachine = new StateMachine(there, 'Machine', {
        stateMachineName: 'orders',
        definitionBody: DefinitionBody.fromChainable(new Pass(there, 'Start')),
      });
      const integration = new HttpStepFunctionsIntegration('Stop', { stateMachine, subtype: STOP, parameterMapping: stopMapping() });
      new HttpApi(new Stack(app, 'Here', { env }), 'Api').addRoutes({ path: '/stop', integration });
    }, 'service-in-another-region');
  });
});
