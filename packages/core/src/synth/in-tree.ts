import type { IConstruct } from 'constructs';

/** Whether a construct is still in its tree: it may have been taken out, or what it was in. Looks at its ancestors alone. */
export function isInTree(construct: IConstruct): boolean {
  for (let part = construct; part.node.scope !== undefined; part = part.node.scope) {
    if (part.node.scope.node.tryFindChild(part.node.id) !== part) {
      return false;
    }
  }
  return true;
}
