import { type CfnResource, type Stack, Token } from 'aws-cdk-lib';
import type { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import type { Survey } from '../synth/survey';
import { type PolicyKey, targetOf } from './policy-key';
import { referredFunction } from './referred-functions';

/** Finds the policies to which the permissions of an app add, however they name the function. */
export class PolicyKeys {
  private readonly known = new Map<unknown, Map<Stack, PolicyKey>>();
  private resources?: ReadonlyMap<string, CfnResource>;

  public constructor(private readonly survey: Survey) {}

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
        ? referredFunction(functionName, stack, (logicalId) => this.byText(stack.node.path, logicalId))
        : undefined) ??
      this.byText(environmentOf(stack), nameIn(functionName, stack)) ??
      String(functionName)
    );
  }

  /** A resource by its stack and logical id, or a function by its environment and name. */
  private byText(place: string, name: string): CfnResource | undefined {
    this.resources ??= new Map(
      [...this.survey.resources].flatMap((resource) => {
        const byId: [string, CfnResource] = [`${resource.stack.node.path} ${resource.stack.resolve(resource.logicalId)}`, resource];
        const name = resource.cfnResourceType === 'AWS::Lambda::Function' ? (resource as CfnFunction).functionName : undefined;
        return name === undefined ? [byId] : [byId, [`${environmentOf(resource.stack)} ${name}`, resource]];
      }),
    );
    return this.resources.get(`${place} ${name}`);
  }
}

const environmentOf = ({ account, region }: Stack): string => `aws://${account}/${region}`;

/** The name of a function that has no qualifier: alone, or in an ARN of the stack's own environment. */
function nameIn(functionName: unknown, { account, region }: Stack): string {
  const [, place, name = ''] = /^(?:arn:[^:]*:lambda:(.+:.+):function:)?([^:]+)$/.exec(String(functionName)) ?? [];
  return place === undefined || place === `${region}:${account}` ? name : '';
}
