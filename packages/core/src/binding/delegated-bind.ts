import { CfnResource } from 'aws-cdk-lib';
import { CfnIntegration } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Construct, IConstruct } from 'constructs';

/**
 * A call of `bind` by another integration, which delegates to one of this family and creates the resource afterwards
 * under an ID of its own. The CDK creates it in the same scope, so it is the first integration that was not there before.
 */
export class DelegatedBind {
  private readonly existing: ReadonlySet<IConstruct>;

  /** @param scope the scope that `bind` got */
  public constructor(public readonly scope: Construct) {
    this.existing = new Set(scope.node.children);
  }

  /** The integration resource, or undefined if it does not exist yet, or if the other integration had one already. */
  public get resource(): CfnIntegration | undefined {
    return this.scope.node.children
      .filter((child) => !this.existing.has(child))
      .map((child) => child.node.defaultChild)
      .find(isIntegration);
  }
}

function isIntegration(construct: IConstruct | undefined): construct is CfnIntegration {
  return (
    construct !== undefined && CfnResource.isCfnResource(construct) && construct.cfnResourceType === CfnIntegration.CFN_RESOURCE_TYPE_NAME
  );
}
