import { optional, REGION, required } from './service-parameter';
import type { ServiceSubtype } from './service-subtype';

const STATE_MACHINE = required('StateMachineArn', 'arn', 'the state machine');
const START = [
  optional('Name', 'text', 'name of the execution, unique for 90 days', { maxLength: 80 }),
  optional('Input', 'text', 'input as a JSON string; by default `{}`'),
];
const ARN = 'arn:PARTITION:states:REGION:ACCOUNT';

/** @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_Operations.html */
export const STEP_FUNCTIONS: readonly ServiceSubtype[] = [
  {
    subtype: 'StepFunctions-StartExecution',
    service: 'step-functions',
    action: 'StartExecution',
    parameters: [STATE_MACHINE, ...START, REGION],
    resourceParameters: ['StateMachineArn'],
    permission: { action: 'states:StartExecution', resources: [`${ARN}:stateMachine:STATE_MACHINE`], evidence: 'derived' },
    keyActions: [],
    payloadVersion: '1.0',
    answer: { text: 'JSON with `executionArn` and `startDate`, while the execution continues', evidence: 'unverified' },
    notes: [],
  },
  {
    subtype: 'StepFunctions-StartSyncExecution',
    service: 'step-functions',
    action: 'StartSyncExecution',
    parameters: [STATE_MACHINE, ...START, optional('TraceHeader', 'text', 'an X-Ray trace header', { maxLength: 256 }), REGION],
    resourceParameters: ['StateMachineArn'],
    permission: { action: 'states:StartSyncExecution', resources: [`${ARN}:stateMachine:STATE_MACHINE`], evidence: 'derived' },
    keyActions: [],
    payloadVersion: '1.0',
    answer: { text: 'JSON with `status`, and with either `output`, a JSON string, or `error` and `cause`', evidence: 'unverified' },
    notes: [
      { text: 'For EXPRESS state machines only', evidence: 'documented' },
      { text: 'The HTTP status is 200 even if the execution failed: check `status`', evidence: 'documented' },
    ],
  },
  {
    subtype: 'StepFunctions-StopExecution',
    service: 'step-functions',
    action: 'StopExecution',
    parameters: [
      required('ExecutionArn', 'arn', 'the execution'),
      optional('Cause', 'text', 'reason for stopping, as a description', { maxLength: 32_768 }),
      optional('Error', 'text', 'reason for stopping, as an error code', { maxLength: 256 }),
      REGION,
    ],
    resourceParameters: ['ExecutionArn'],
    permission: { action: 'states:StopExecution', resources: [`${ARN}:execution:STATE_MACHINE:*`], evidence: 'derived' },
    keyActions: [],
    payloadVersion: '1.0',
    answer: { text: 'JSON with `stopDate`', evidence: 'unverified' },
    notes: [
      { text: 'For STANDARD state machines only', evidence: 'documented' },
      { text: 'It has no parameter `StateMachineArn`', evidence: 'documented' },
    ],
  },
];
