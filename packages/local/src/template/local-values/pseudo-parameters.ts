import type { Template } from '@apigwv2-integrations/core/engine';
import { uuid } from './deterministic-id';

/** The environment for which the values of a stack are resolved. */
export interface DeploymentEnvironment {
  readonly region: string;
  readonly accountId: string;
  readonly partition: string;
  readonly urlSuffix: string;
}

/** The environment of environment-agnostic stacks. */
export interface Defaults {
  readonly region?: string;
  readonly accountId?: string;
}

export const PSEUDO_PARAMETERS: readonly string[] = [
  'AWS::Region',
  'AWS::AccountId',
  'AWS::Partition',
  'AWS::URLSuffix',
  'AWS::StackName',
  'AWS::StackId',
  'AWS::NotificationARNs',
];

/** The environment of a stack: its own, else the one in the options, else a default. */
export function deploymentEnvironmentOf(
  { region: ownRegion, account }: Template,
  { region = 'us-east-1', accountId = '123456789012' }: Defaults,
): DeploymentEnvironment {
  const chosen = ownRegion ?? region;
  const partition = chosen.startsWith('cn-') ? 'aws-cn' : chosen.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
  return {
    region: chosen,
    accountId: account ?? accountId,
    partition,
    urlSuffix: partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com',
  };
}

/** The name of a stack. That of a nested stack is derived from its parent's. */
export function stackNameOf({ id, stack = id, stackName = stack }: Template): string {
  return stackName.replace(/[^A-Za-z0-9-]+/g, '-');
}

/** The value of a pseudo parameter; undefined for any other name. */
export function pseudoParameter(name: string, template: Template, environment: DeploymentEnvironment): string | undefined {
  switch (name) {
    case 'AWS::Region':
      return environment.region;
    case 'AWS::AccountId':
      return environment.accountId;
    case 'AWS::Partition':
      return environment.partition;
    case 'AWS::URLSuffix':
      return environment.urlSuffix;
    case 'AWS::StackName':
      return stackNameOf(template);
    case 'AWS::StackId': {
      const { partition, region, accountId } = environment;
      return `arn:${partition}:cloudformation:${region}:${accountId}:stack/${stackNameOf(template)}/${uuid(template.stack ?? template.id)}`;
    }
    case 'AWS::NotificationARNs':
      return '';
    default:
      return undefined;
  }
}
