import type { Construct, IConstruct } from 'constructs';

/** Returns the construct with the given ID, and creates it once per scope. */
export function once<T extends IConstruct>(scope: Construct, id: string, make: () => T): T {
  return (scope.node.tryFindChild(id) as T | undefined) ?? make();
}
