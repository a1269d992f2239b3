import { CfnResource, DefaultTokenResolver, type IResolvable, Reference, type Stack, Token, Tokenization } from 'aws-cdk-lib';
import type { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import type { IConstruct } from 'constructs';
import { type ConstructTreeIndex, targetOf } from '../synth/construct-tree';
import type { PolicyKey } from './permission-bytes';

/** Finds the policy of each permission in an app, for all ways to refer to the function. */
export class PolicyKeys {
  private readonly cache = new Map<unknown, Map<Stack, PolicyKey>>();
  private functions?: ReadonlyMap<string, CfnResource>;

  public constructor(private readonly tree: ConstructTreeIndex) {}

  /** The owner of the policy for a `FunctionName` in a stack. The name and the ARN of a function have the same owner. */
  public of(functionName: unknown, stack: Stack): PolicyKey {
    // Most permissions refer to the same few functions, and looking up tokens takes most of the time.
    const byStack = this.cache.get(functionName) ?? new Map<Stack, PolicyKey>();
    const key = byStack.get(stack) ?? this.find(functionName, stack);
    this.cache.set(functionName, byStack.set(stack, key));
    return key;
  }

  private find(functionName: unknown, stack: Stack): PolicyKey {
    return (
      targetOf(functionName) ??
      (Token.isUnresolved(functionName) || typeof functionName === 'object'
        ? referredFunction(functionName, stack, (logicalId) => this.tree.find(stack, logicalId))
        : undefined) ??
      this.named(nameIn(functionName, stack), stack) ??
      String(functionName)
    );
  }

  /** The function with a physical name in the environment of a stack. */
  private named(name: string, stack: Stack): CfnResource | undefined {
    this.functions ??= new Map(
      [...this.tree.resources]
        .filter(({ cfnResourceType }) => cfnResourceType === 'AWS::Lambda::Function')
        .map((resource) => [`${environmentOf(resource.stack)} ${(resource as CfnFunction).functionName}`, resource]),
    );
    return this.functions.get(`${environmentOf(stack)} ${name}`);
  }
}

const environmentOf = ({ account, region }: Stack): string => `aws://${account}/${region}`;

/** The function name in a `FunctionName` without a qualifier: the name itself, or an ARN in the stack's environment. */
function nameIn(functionName: unknown, { account, region }: Stack): string {
  const [, environment, name = ''] = /^(?:arn:[^:]*:lambda:(.+:.+):function:)?([^:]+)$/.exec(String(functionName)) ?? [];
  return environment === undefined || environment === `${region}:${account}` ? name : '';
}

/** In the order of references: an alias refers to its version, and a version to its function. */
const TYPES = ['AWS::Lambda::Function', 'AWS::Lambda::Version', 'AWS::Lambda::Alias'];

/** Strings and intrinsic functions that are joined, in order. */
interface Joined {
  readonly joined: readonly unknown[];
}

const CONCAT: ConstructorParameters<typeof DefaultTokenResolver>[0] = {
  join: (left: Joined | undefined, right: unknown): Joined => ({ joined: [...partsOf(left), right] }),
};

/** Records the constructs that a value refers to when it is resolved. */
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
 * The function, version or alias of a `FunctionName` that is not a single reference: a reference in a longer string, a
 * literal intrinsic function, or a lazy value.
 *
 * @param byId Finds a resource of the stack by its logical ID.
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
  const [target] = [...found].filter(isFunction).sort((one, other) => typeOrderOf(other) - typeOrderOf(one));
  // Text after a function's ARN or name is a qualifier, which has its own policy.
  return typeOrderOf(target) === 0 && typeof partsOf(resolved).at(-1) === 'string' ? undefined : target;
}

function idIn(value: unknown): string | undefined {
  const { Ref: ref, 'Fn::GetAtt': attribute } = (value ?? {}) as { Ref?: unknown; 'Fn::GetAtt'?: unknown };
  const id: unknown = ref ?? (Array.isArray(attribute) ? attribute[0] : attribute);
  return typeof id === 'string' ? id.split('.')[0] : undefined;
}

function isFunction(construct: IConstruct | undefined): construct is CfnResource {
  return typeOrderOf(construct) >= 0;
}

function typeOrderOf(construct: IConstruct | undefined): number {
  return CfnResource.isCfnResource(construct) ? TYPES.indexOf(construct.cfnResourceType) : -1;
}

function partsOf(value: unknown): readonly unknown[] {
  return (value as Joined | undefined)?.joined ?? (value === undefined ? [] : [value]);
}
