import { AspectPriority, Aspects, CfnResource, type IAspect, Lazy, Token } from 'aws-cdk-lib';
import { CfnRoute } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Construct, IConstruct } from 'constructs';
import { isConnectSource } from '../engine/rules/websocket-mappings';

/** Declared parameters in CloudFormation's format. */
type Declared = { [source: string]: { Required: boolean } };

/**
 * Declares on a `$connect` route the parameters of its request that an integration reads. Without the declaration they
 * have no value.
 *
 * Uses an Aspect, because the CDK creates the route's resource after its integration is bound.
 *
 * @param sources Returns at synthesis the sources that the integration reads.
 */
export function declareParameters(route: Construct, sources: () => readonly string[], required: () => readonly string[]): void {
  Aspects.of(route).add(new RouteParameters(route, sources, required), { priority: AspectPriority.MUTATING });
}

class RouteParameters implements IAspect {
  public constructor(
    private readonly route: Construct,
    private readonly sources: () => readonly string[],
    private readonly required: () => readonly string[],
  ) {}

  public visit(node: IConstruct): void {
    if (node.node.scope !== this.route || !CfnResource.isCfnResource(node) || node.cfnResourceType !== CfnRoute.CFN_RESOURCE_TYPE_NAME) {
      return;
    }
    const sources = this.sources().filter((source) => !Token.isUnresolved(source) && isConnectSource(source));
    if (sources.length > 0) {
      const required = this.required();
      const declared = Object.fromEntries(sources.map((source) => [source, { Required: required.includes(source) }]));
      const resource = node as CfnRoute;
      resource.requestParameters = merged(declared, resource.requestParameters);
    }
  }
}

/** Adds parameters to those that the user declared, which take precedence. */
function merged(declared: Declared, existing: unknown) {
  return Token.isUnresolved(existing)
    ? Lazy.uncachedAny({ produce: (context) => ({ ...declared, ...context.resolve(existing) }) })
    : { ...declared, ...(existing as Declared | undefined) };
}
