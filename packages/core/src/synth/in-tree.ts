import type { IConstruct } from 'constructs';

/** Whether a construct is still in its tree: it may have been taken out, or what it was in. Looks at its ancestors alone. */
export function isInTree(construct: IConstruct): boolean {
  return construct.node.scopes.every((part) => {
    const { id, scope } = part.node;
    return scope === undefined || scope.node.tryFindChild(id) === part;
  });
}
