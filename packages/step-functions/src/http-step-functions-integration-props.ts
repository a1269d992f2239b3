import type { HttpServiceIntegrationOptions } from '@apigwv2-integrations/core';
import type { HttpIntegrationSubtype, IMappingValue } from 'aws-cdk-lib/aws-apigatewayv2';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';

/**
 * Options of `HttpStepFunctionsIntegration`.
 *
 * If a variable in any parameter has no value, the request fails with status 400.
 */
export interface HttpStepFunctionsIntegrationProps extends HttpServiceIntegrationOptions {
  /** The state machine, defined in the app or imported. */
  readonly stateMachine: IStateMachine;

  /**
   * The action on the state machine: one of the subtypes that begin with `STEPFUNCTIONS_`. Error:
   * `SubtypeOfOtherService`.
   *
   * `STEPFUNCTIONS_START_SYNC_EXECUTION` requires an EXPRESS state machine (error: `SyncExecutionOfStandard`).
   * `STEPFUNCTIONS_STOP_EXECUTION` requires a STANDARD one (error: `StopExecutionOfExpress`) and an `executionArn`.
   *
   * @default HttpIntegrationSubtype.STEPFUNCTIONS_START_EXECUTION
   */
  readonly subtype?: HttpIntegrationSubtype;

  /**
   * The input of the execution, as JSON. `MappingValue.wholeRequestBody()` uses the request body unchanged.
   *
   * @default - `{}`
   */
  readonly input?: IMappingValue;

  /**
   * The name of the execution. Step Functions rejects a second execution with the same name and a different input.
   *
   * @default - a name that Step Functions generates
   */
  readonly executionName?: IMappingValue;

  /**
   * The X-Ray trace header, for `STEPFUNCTIONS_START_SYNC_EXECUTION`.
   *
   * @default - none
   */
  readonly traceHeader?: IMappingValue;

  /**
   * The execution to stop, such as `MappingValue.requestQueryString('executionArn')`. The role can stop only
   * executions of this state machine.
   *
   * @default - none; required for `STEPFUNCTIONS_STOP_EXECUTION`
   */
  readonly executionArn?: IMappingValue;

  /**
   * The reason for stopping the execution, as a description.
   *
   * @default - none
   */
  readonly cause?: IMappingValue;

  /**
   * The reason for stopping the execution, as an error code.
   *
   * @default - none
   */
  readonly error?: IMappingValue;
}
