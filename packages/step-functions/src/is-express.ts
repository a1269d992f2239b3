import { CfnResource } from 'aws-cdk-lib';
import type { CfnStateMachine, IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';

/** Whether a state machine is an EXPRESS one; of an imported one, or one in a construct of the user's, that is unknown. */
export function isExpress({ node }: IStateMachine): boolean | undefined {
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
