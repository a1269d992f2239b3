import type { HttpServiceIntegrationOptions } from '@apigwv2-integrations/core';
import type { HttpIntegrationSubtype, IMappingValue } from 'aws-cdk-lib/aws-apigatewayv2';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';

/**
 * Options of `HttpStepFunctionsIntegration`.
 *
 * A variable that has no value in a request makes the call fail with status 400, in every parameter.
 */
export interface HttpStepFunctionsIntegrationProps extends HttpServiceIntegrationOptions {
  /** The state machine, the app's own or imported. */
  readonly stateMachine: IStateMachine;

  /**
   * What is done with the state machine: one of the subtypes that begin with `STEPFUNCTIONS_`.
   *
   * `STEPFUNCTIONS_START_SYNC_EXECUTION` is for EXPRESS state machines (`SyncExecutionOfStandard`),
   * `STEPFUNCTIONS_STOP_EXECUTION` for STANDARD ones (`StopExecutionOfExpress`) and wants an `executionArn`.
   *
   * @default HttpIntegrationSubtype.STEPFUNCTIONS_START_EXECUTION
   */
  readonly subtype?: HttpIntegrationSubtype;

  /**
   * The input of an execution, JSON. `MappingValue.wholeRequestBody()` takes the body as it came.
   *
   * @default - `{}`
   */
  readonly input?: IMappingValue;

  /**
   * The name of an execution: a second one of the same name and another input is refused.
   *
   * @default - one that Step Functions makes up
   */
  readonly executionName?: IMappingValue;

  /**
   * The X-Ray trace header, for `STEPFUNCTIONS_START_SYNC_EXECUTION`.
   *
   * @default - none
   */
  readonly traceHeader?: IMappingValue;

  /**
   * The execution to stop, such as `MappingValue.requestQueryString('executionArn')`. The role may stop
   * executions of this state machine alone.
   *
   * @default - none, required for `STEPFUNCTIONS_STOP_EXECUTION`
   */
  readonly executionArn?: IMappingValue;

  /**
   * Why the execution is stopped, for people.
   *
   * @default - none
   */
  readonly cause?: IMappingValue;

  /**
   * Why the execution is stopped, for programs.
   *
   * @default - none
   */
  readonly error?: IMappingValue;
}
