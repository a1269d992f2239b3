import { MappingValue } from '@apigwv2-integrations/core';
import { HttpStepFunctionsIntegration, type HttpStepFunctionsIntegrationProps } from '@apigwv2-integrations/step-functions';
import { CfnParameter, type Stack } from 'aws-cdk-lib';
import { HttpIntegrationSubtype } from 'aws-cdk-lib/aws-apigatewayv2';
import { type CfnStateMachine, type IStateMachine, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { expectProblem, warningsOf } from 'test-support/problems';
import { serviceCall, TRUST } from 'test-support/services';
import { describe, expect, test } from 'vitest';
import { machineIn } from './variants';

const {
  STEPFUNCTIONS_START_EXECUTION: START,
  STEPFUNCTIONS_START_SYNC_EXECUTION: START_SYNC,
  STEPFUNCTIONS_STOP_EXECUTION: STOP,
} = HttpIntegrationSubtype;
const ARN = 'arn:aws:states:eu-west-1:111111111111:stateMachine:orders';
const standard = (stack: Stack) => machineIn(stack, StateMachineType.STANDARD);
const imported = (stack: Stack) => StateMachine.fromStateMachineArn(stack, 'Imported', ARN);

/** One whose own resource is something else. */
const wrapped = (stack: Stack) => {
  const machine = imported(stack);
  new CfnParameter(stack.node.findChild('Imported') as Construct, 'Resource');
  return machine;
};
const executionArn = MappingValue.requestQueryString('executionArn');

const make =
  (options: Omit<HttpStepFunctionsIntegrationProps, 'stateMachine'> = {}, machineOf: (stack: Stack) => IStateMachine = machineIn) =>
  (stack: Stack) =>
    new HttpStepFunctionsIntegration('Orders', { stateMachine: machineOf(stack), ...options });

describe.each([
  [START, 'states:StartExecution'],
  [START_SYNC, 'states:StartSyncExecution'],
])('%s', (subtype, Action) => {
  test('starts the state machine, with a role for only that action', () => {
    const call = serviceCall(make({ subtype }));

    expect(call.subtype).toBe(subtype);
    expect(call.parameters).toEqual({ StateMachineArn: { Ref: expect.stringMatching(/^EXPRESSMachine/) } });
    expect(call.statements).toEqual([
      { Sid: 'AllowStepFunctionsExecution', Action, Effect: 'Allow', Resource: { Ref: expect.stringMatching(/^EXPRESSMachine/) } },
    ]);
    expect(call.trust).toEqual(TRUST);
  });

  test('maps input and name from the given sources', () => {
    const input = MappingValue.wholeRequestBody();
    const executionName = MappingValue.requestHeader('order');

    expect(serviceCall(make({ subtype, input, executionName })).parameters).toMatchObject({
      Input: '$request.body',
      Name: '$request.header.order',
    });
  });
});

test('sets a trace header only for a synchronous execution', () => {
  const traceHeader = MappingValue.requestHeader('X-Amzn-Trace-Id');

  expect(serviceCall(make({ subtype: START_SYNC, traceHeader })).parameters.TraceHeader).toBe('$request.header.X-Amzn-Trace-Id');
  expect(warningsOf(make({ traceHeader }), ['/orders'])[0].message).toContain('[ServiceParameterUnknown]');
});

test.each<[string, (stack: Stack) => IStateMachine, string[]]>([
  ['an EXPRESS one', machineIn, []],
  ['a STANDARD one', standard, ['SyncExecutionOfStandard']],
  ['an imported one', imported, []],
  ['one in a construct of the user’s', wrapped, []],
  [
    'one of an unknown type',
    (stack) => {
      const machine = standard(stack);
      (machine.node.defaultChild as CfnStateMachine).stateMachineType = new CfnParameter(stack, 'Type').valueAsString;
      return machine;
    },
    [],
  ],
])('accepts a synchronous start only for EXPRESS state machines: %s', (_what, machineOf, codes) => {
  const start = make({ subtype: START_SYNC }, machineOf);

  if (codes.length > 0) {
    expectProblem(start, codes);
  } else {
    expect(warningsOf(start, ['/orders'])).toEqual([]);
  }
});

describe('stopping', () => {
  test('stops the given execution, with permission only on executions of the state machine', () => {
    const cause = MappingValue.requestBody('why');
    const error = MappingValue.text('Cancelled');
    const { parameters, statements } = serviceCall(make({ subtype: STOP, executionArn, cause, error }, standard));

    expect(parameters).toEqual({
      ExecutionArn: '$request.querystring.executionArn',
      Cause: '$request.body.why',
      Error: 'Cancelled',
    });
    expect(statements.map(({ Action, Resource }) => [Action, JSON.stringify(Resource)])).toEqual([
      ['states:StopExecution', expect.stringMatching(/:states:.*:execution:.*STANDARDMachine.*:\*"/)],
    ]);
  });

  test.each([ARN, `${ARN}:live`])('stops an execution of an imported state machine, %s', (arn) => {
    const machine = (stack: Stack) => StateMachine.fromStateMachineArn(stack, 'Imported', arn);
    const { statements } = serviceCall(make({ subtype: STOP, executionArn }, machine));

    expect(statements[0].Resource).toEqual({
      'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':states:eu-west-1:111111111111:execution:orders:*']],
    });
  });

  test('stops an execution of a state machine with a token as ARN', () => {
    const unknown = (stack: Stack) => StateMachine.fromStateMachineArn(stack, 'Imported', new CfnParameter(stack, 'Arn').valueAsString);
    const { statements } = serviceCall(make({ subtype: STOP, executionArn }, unknown));

    expect(JSON.stringify(statements[0].Resource)).toMatch(
      /:execution:",\{"Fn::Select":\[6,\{"Fn::Split":\[":",\{"Ref":"Arn"\}\]\}\]\},":\*"/,
    );
  });

  test('requires an execution ARN', () => {
    expect(expectProblem(make({ subtype: STOP }, standard), 'ServiceParameterMissing')).toContain('ExecutionArn');
  });

  test('rejects EXPRESS state machines', () => {
    expect(expectProblem(make({ subtype: STOP, executionArn }), 'StopExecutionOfExpress')).toContain('use a STANDARD state machine');
  });
});
