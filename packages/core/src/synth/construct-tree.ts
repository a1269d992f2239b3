import { CfnResource, Reference, type Stack, Stage, Tokenization } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** What is in an app, or in a stage of it, found in one walk. */
export class ConstructTreeIndex {
  public readonly constructs: IConstruct[] = [];
  public readonly resources = new Set<CfnResource>();
  private byId?: ReadonlyMap<string, CfnResource>;

  /** @param root of the tree; stages in it are assemblies of their own */
  public constructor(public readonly root: IConstruct) {
    const left = [root];
    for (let construct = left.pop(); construct !== undefined; construct = left.pop()) {
      this.constructs.push(construct);
      if (CfnResource.isCfnResource(construct)) {
        this.resources.add(construct);
      }
      for (const child of construct.node.children) {
        if (!Stage.isStage(child)) {
          left.push(child);
        }
      }
    }
  }

  /** What a stack has by a logical id: to find all of them takes long, so that it is done when it is asked first. */
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

/** Whether a construct is still in its tree: it may have been taken out, or what it was in. Looks at its ancestors alone. */
export function isInTree(construct: IConstruct): boolean {
  for (let part = construct; part.node.scope !== undefined; part = part.node.scope) {
    if (part.node.scope.node.tryFindChild(part.node.id) !== part) {
      return false;
    }
  }
  return true;
}

/** What a text, or a token, refers to that is nothing but a reference. */
export function targetOf(value: unknown): IConstruct | undefined {
  const { firstToken, length } = typeof value === 'string' ? Tokenization.reverseString(value) : { firstToken: value, length: 1 };
  return length === 1 && Reference.isReference(firstToken) ? firstToken.target : undefined;
}
