import { ArnFormat, Stack, Token } from 'aws-cdk-lib';
import type { IHttpRoute } from 'aws-cdk-lib/aws-apigatewayv2';
import type { IStateMachine, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';

/** The ARN pattern that matches all executions of a state machine. */
export function executionsArn(route: IHttpRoute, stateMachine: IStateMachine): string {
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
