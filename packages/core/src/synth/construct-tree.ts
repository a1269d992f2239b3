import { CfnResource, Reference, type Stack, Stage, Tokenization } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** The constructs of an app or stage, collected in one traversal. */
export class ConstructTreeIndex {
  public readonly constructs: IConstruct[] = [];
  public readonly resources = new Set<CfnResource>();
  private byId?: ReadonlyMap<string, CfnResource>;

  /** @param root The app or stage. Nested stages are not included, because each has its own assembly. */
  public constructor(public readonly root: IConstruct) {
    const pending = [root];
    for (let construct = pending.pop(); construct !== undefined; construct = pending.pop()) {
      this.constructs.push(construct);
      if (CfnResource.isCfnResource(construct)) {
        this.resources.add(construct);
      }
      for (const child of construct.node.children) {
        if (!Stage.isStage(child)) {
          pending.push(child);
        }
      }
    }
  }

  /** The resource with a logical ID in a stack. The index is built on first use, because resolving all IDs takes long. */
  public find(stack: Stack, logicalId: string): CfnResource | undefined {
    this.byId ??= new Map(
      [...this.resources].map((resource) => [keyOf(resource.stack, String(resource.stack.resolve(resource.logicalId))), resource]),
    );
    return this.byId.get(keyOf(stack, logicalId));
  }
}

function keyOf({ node }: Stack, logicalId: string): string {
  return `${node.path} ${logicalId}`;
}

/** Whether a construct is still in its tree. The construct or one of its ancestors may have been removed. */
export function isInTree(construct: IConstruct): boolean {
  for (let current = construct; current.node.scope !== undefined; current = current.node.scope) {
    if (current.node.scope.node.tryFindChild(current.node.id) !== current) {
      return false;
    }
  }
  return true;
}

/** The construct that a value refers to, if the value is a single reference. */
export function targetOf(value: unknown): IConstruct | undefined {
  const { firstToken, length } = typeof value === 'string' ? Tokenization.reverseString(value) : { firstToken: value, length: 1 };
  return length === 1 && Reference.isReference(firstToken) ? firstToken.target : undefined;
}
