import {
  HttpServiceIntegrationBase,
  type HttpServiceTarget,
  type IntegrationProblem,
  MappingValue,
  ParameterMapping,
} from '@apigwv2-integrations/core';
import { HttpIntegrationSubtype, type HttpRouteIntegrationBindOptions } from 'aws-cdk-lib/aws-apigatewayv2';
import { executionsArn } from './executions-arn';
import type { HttpStepFunctionsIntegrationProps } from './http-step-functions-integration-props';
import { isExpress } from './is-express';

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
