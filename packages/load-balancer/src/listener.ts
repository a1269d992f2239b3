import {
  CfnResource,
  DefaultTokenResolver,
  type IPostProcessor,
  type IResolvable,
  type IResolveContext,
  Reference,
  StringConcat,
  Tokenization,
} from 'aws-cdk-lib';
import type { CfnListener, IListener, INetworkListener } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { IConstruct } from 'constructs';

/** The load balancer of a listener, or undefined for an imported listener, which knows only its ARN. */
export function loadBalancerOf<T>(listener: IListener & { readonly loadBalancer?: T }): T | undefined {
  return listener.loadBalancer;
}

/**
 * The target groups that a listener forwards to, as construct paths, or as ARNs if they are imported. Call it when the
 * app is complete, because actions and target groups can be added until then.
 */
export function targetGroupsOf(listener: INetworkListener): string[] {
  const resource = listener.node.defaultChild as Partial<CfnListener> | undefined;
  const referred = new Referred();
  const actions: unknown = Tokenization.resolve(resource?.defaultActions ?? [], { scope: listener, resolver: referred, preparing: false });
  return [...new Set([...[...referred.constructs].filter(isTargetGroup).map(pathOf), ...literalArns(actions)])];
}

/** Resolves tokens as usual, and records the constructs that they refer to. */
class Referred extends DefaultTokenResolver {
  public readonly constructs = new Set<IConstruct>();

  public constructor() {
    super(new StringConcat());
  }

  public resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    if (Reference.isReference(token)) {
      this.constructs.add(token.target);
    }
    return super.resolveToken(token, context, postProcessor);
  }
}

function isTargetGroup(construct: IConstruct): boolean {
  return CfnResource.isCfnResource(construct) && construct.cfnResourceType === 'AWS::ElasticLoadBalancingV2::TargetGroup';
}

/** The path of the L2 construct around a resource, or of the resource itself if there is none. */
function pathOf({ node }: IConstruct): string {
  return node.scope?.node.defaultChild?.node === node ? node.scope.node.path : node.path;
}

/** The ARNs of imported target groups. One whose ARN is a token has no readable name. */
function literalArns(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([name, member]) =>
    name === 'targetGroupArn' && typeof member === 'string' ? [member] : literalArns(member),
  );
}
