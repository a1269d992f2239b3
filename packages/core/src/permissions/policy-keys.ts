import { CfnResource, DefaultTokenResolver, type IResolvable, Reference, type Stack, Token, Tokenization } from 'aws-cdk-lib';
import type { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import type { IConstruct } from 'constructs';
import { type ConstructTreeIndex, targetOf } from '../synth/construct-tree';
import type { PolicyKey } from './permission-bytes';

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

/** Functions before versions before aliases: the name of an alias refers to its version, and that to its function. */
const KINDS = ['AWS::Lambda::Function', 'AWS::Lambda::Version', 'AWS::Lambda::Alias'];

/** Texts and what CloudFormation joins with them, in order. */
interface Joined {
  readonly joined: readonly unknown[];
}

const CONCAT: ConstructorParameters<typeof DefaultTokenResolver>[0] = {
  join: (left: Joined | undefined, right: unknown): Joined => ({ joined: [...partsOf(left), right] }),
};

/** Notes what is referred to by a value while that is resolved. */
class References extends DefaultTokenResolver {
  public readonly targets: IConstruct[] = [];

  public constructor() {
    super(CONCAT);
  }

  public override resolveToken(...args: Parameters<DefaultTokenResolver['resolveToken']>): unknown {
    const [token] = args;
    if (Reference.isReference(token)) {
      this.targets.push(token.target);
    }
    return super.resolveToken(...args);
  }
}

/**
 * The function, version or alias that a `FunctionName` means which is no plain reference: a part of a text, an
 * intrinsic function that was written by hand, or something that is known only late.
 *
 * @param byId finds a resource of the stack by its logical id
 */
export function referredFunction(
  value: unknown,
  stack: Stack,
  byId: (logicalId: string) => IConstruct | undefined,
): IConstruct | undefined {
  const resolver = new References();
  const resolved: unknown = Tokenization.resolve(value as IResolvable, { scope: stack, resolver, preparing: true });
  const id = idIn(resolved);
  const found = resolver.targets.length > 0 || id === undefined ? resolver.targets : [byId(id)];
  const [target] = [...found].filter(isFunction).sort((one, other) => kindOf(other) - kindOf(one));
  // What follows a function's ARN or name in a text is a qualifier, and that has a policy of its own.
  return kindOf(target) === 0 && typeof partsOf(resolved).at(-1) === 'string' ? undefined : target;
}

function idIn(value: unknown): string | undefined {
  const { Ref: ref, 'Fn::GetAtt': attribute } = (value ?? {}) as { Ref?: unknown; 'Fn::GetAtt'?: unknown };
  const id: unknown = ref ?? (Array.isArray(attribute) ? attribute[0] : attribute);
  return typeof id === 'string' ? id.split('.')[0] : undefined;
}

function isFunction(construct: IConstruct | undefined): construct is CfnResource {
  return kindOf(construct) >= 0;
}

function kindOf(construct: IConstruct | undefined): number {
  return CfnResource.isCfnResource(construct) ? KINDS.indexOf(construct.cfnResourceType) : -1;
}

function partsOf(value: unknown): readonly unknown[] {
  return (value as Joined | undefined)?.joined ?? (value === undefined ? [] : [value]);
}
