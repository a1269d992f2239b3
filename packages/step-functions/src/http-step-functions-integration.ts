import {
  HttpServiceIntegrationBase,
  type HttpServiceIntegrationOptions,
  type HttpServiceTarget,
  type IntegrationProblem,
  MappingValue,
  ParameterMapping,
} from '@apigwv2-integrations/core';
import { ArnFormat, CfnResource, Stack, Token } from 'aws-cdk-lib';
import {
  HttpIntegrationSubtype,
  type HttpRouteIntegrationBindOptions,
  type IHttpRoute,
  type IMappingValue,
} from 'aws-cdk-lib/aws-apigatewayv2';
import type { CfnStateMachine, IStateMachine, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';

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

/**
 * Starts and stops executions of a Step Functions state machine from an HTTP API route, without a function in between.
 *
 * The client receives the response of the service. For a synchronous execution, this is its result, with status 200
 * even if the execution failed.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-aws-services-reference.html#StepFunctions-StartExecution
 */
export class HttpStepFunctionsIntegration extends HttpServiceIntegrationBase {
  private readonly props: HttpStepFunctionsIntegrationProps;

  /**
   * @param id The construct ID of the integration.
   * @param props The state machine and the options.
   */
  public constructor(id: string, props: HttpStepFunctionsIntegrationProps) {
    super(id, props);
    this.props = props;
  }

  protected requiredArguments(): { [name: string]: unknown } {
    return { stateMachine: this.props?.stateMachine };
  }

  protected bindService({ route }: HttpRouteIntegrationBindOptions): HttpServiceTarget {
    const { stateMachine } = this.props;
    return {
      subtype: this.subtype,
      service: 'StepFunctions',
      resourceArns: [this.stops ? executionsArn(route, stateMachine) : stateMachine.stateMachineArn],
      resourceParameters: this.stops
        ? undefined
        : ParameterMapping.of({ StateMachineArn: MappingValue.custom(stateMachine.stateMachineArn) }),
      parameters: this.parameters(),
      region: stateMachine.env.region,
      statementId: 'AllowStepFunctionsExecution',
      resourceFacts: { express: isExpress(stateMachine) },
    };
  }

  protected checkService(_options: HttpRouteIntegrationBindOptions): IntegrationProblem[] {
    return this.stops && isExpress(this.props.stateMachine)
      ? [
          {
            code: 'StopExecutionOfExpress',
            value: this.props.stateMachine.node.path,
            message: 'StopExecution supports only STANDARD state machines, but this one is EXPRESS',
            remedy: 'use a STANDARD state machine, or set timeouts on its states',
          },
        ]
      : [];
  }

  private parameters(): ParameterMapping {
    const { input, executionName, traceHeader, executionArn, cause, error } = this.props;
    return ParameterMapping.of({
      ...(input && { Input: input }),
      ...(executionName && { Name: executionName }),
      ...(traceHeader && { TraceHeader: traceHeader }),
      ...(executionArn && { ExecutionArn: executionArn }),
      ...(cause && { Cause: cause }),
      ...(error && { Error: error }),
    });
  }

  private get subtype(): HttpIntegrationSubtype {
    return this.props.subtype ?? HttpIntegrationSubtype.STEPFUNCTIONS_START_EXECUTION;
  }

  private get stops(): boolean {
    return this.subtype === HttpIntegrationSubtype.STEPFUNCTIONS_STOP_EXECUTION;
  }
}

/** The ARN pattern that matches all executions of a state machine. */
function executionsArn(route: IHttpRoute, stateMachine: IStateMachine): string {
  const { region, account } = stateMachine.env;
  const stack = Stack.of(route);
  return stack.formatArn({
    service: 'states',
    region: Token.isUnresolved(region) ? undefined : region,
    account: Token.isUnresolved(account) ? undefined : account,
    resource: `execution:${nameOf(stateMachine)}:*`,
  });
}

/** The name of a state machine. For an imported one, it is read from the ARN, without a version or alias. */
function nameOf(stateMachine: IStateMachine): string {
  const { stateMachineName } = stateMachine as Partial<StateMachine>;
  if (stateMachineName !== undefined) {
    return stateMachineName;
  }
  const { resourceName = '' } = Stack.of(stateMachine).splitArn(stateMachine.stateMachineArn, ArnFormat.COLON_RESOURCE_NAME);
  return resourceName.split(':')[0];
}

/** Whether a state machine is EXPRESS; undefined if its resource is unknown, for example because it is imported. */
function isExpress({ node }: IStateMachine): boolean | undefined {
  const { defaultChild } = node;
  if (!isStateMachine(defaultChild)) {
    return undefined;
  }
  const { stateMachineType = 'STANDARD' } = defaultChild;
  return ['STANDARD', 'EXPRESS'].includes(stateMachineType) ? stateMachineType === 'EXPRESS' : undefined;
}

function isStateMachine(resource: unknown): resource is CfnStateMachine {
  return CfnResource.isCfnResource(resource) && resource.cfnResourceType === 'AWS::StepFunctions::StateMachine';
}
