import { type CfnResource, type Stack, Token } from 'aws-cdk-lib';
import type { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import type { ConstructTreeIndex } from '../synth/construct-tree-index';
import { targetOf } from '../synth/reference-target';
import type { PolicyKey } from './policy-key';
import { referredFunction } from './referred-functions';

/** Finds the policies to which the permissions of an app add, however they name the function. */
export class PolicyKeys {
  private readonly known = new Map<unknown, Map<Stack, PolicyKey>>();
  private functions?: ReadonlyMap<string, CfnResource>;

  public constructor(private readonly survey: ConstructTreeIndex) {}

  /** The owner of the policy that a `FunctionName` of a stack leads to: a function's name and its ARN mean one function. */
  public of(functionName: unknown, stack: Stack): PolicyKey {
    // Most name the same few functions, by the same text: to look its token up takes longer than all else.
    const ofStacks = this.known.get(functionName) ?? new Map<Stack, PolicyKey>();
    const key = ofStacks.get(stack) ?? this.find(functionName, stack);
    this.known.set(functionName, ofStacks.set(stack, key));
    return key;
  }

  private find(functionName: unknown, stack: Stack): PolicyKey {
    return (
      targetOf(functionName) ??
      (Token.isUnresolved(functionName) || typeof functionName === 'object'
        ? referredFunction(functionName, stack, (logicalId) => this.survey.find(stack, logicalId))
        : undefined) ??
      this.named(nameIn(functionName, stack), stack) ??
      String(functionName)
    );
  }

  /** A function of a stack's environment, by a name of its own. */
  private named(name: string, stack: Stack): CfnResource | undefined {
    this.functions ??= new Map(
      [...this.survey.resources]
        .filter(({ cfnResourceType }) => cfnResourceType === 'AWS::Lambda::Function')
        .map((resource) => [`${environmentOf(resource.stack)} ${(resource as CfnFunction).functionName}`, resource]),
    );
    return this.functions.get(`${environmentOf(stack)} ${name}`);
  }
}

const environmentOf = ({ account, region }: Stack): string => `aws://${account}/${region}`;

/** The name of a function that has no qualifier: alone, or in an ARN of the stack's own environment. */
function nameIn(functionName: unknown, { account, region }: Stack): string {
  const [, place, name = ''] = /^(?:arn:[^:]*:lambda:(.+:.+):function:)?([^:]+)$/.exec(String(functionName)) ?? [];
  return place === undefined || place === `${region}:${account}` ? name : '';
}
