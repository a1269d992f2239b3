import type { IResolvable } from 'aws-cdk-lib';
import type { CfnStateMachine, IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';

/** Whether a state machine is an EXPRESS one; of an imported one that is unknown. */
export function isExpress({ node }: IStateMachine): boolean | undefined {
  const resource = node.defaultChild as CfnStateMachine | undefined;
  const type: string | IResolvable = resource?.stateMachineType ?? 'STANDARD';
  return resource === undefined || !['STANDARD', 'EXPRESS'].includes(type) ? undefined : type === 'EXPRESS';
}
