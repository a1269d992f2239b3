import { CfnResource, DefaultTokenResolver, type IResolvable, Reference, type Stack, Tokenization } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

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
