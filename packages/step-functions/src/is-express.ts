import { CfnResource } from 'aws-cdk-lib';
import type { CfnStateMachine, IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';

/** Whether a state machine is EXPRESS; undefined if its resource is unknown, for example because it is imported. */
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
