import type { Construct, IConstruct } from 'constructs';

/** Makes a construct of the given name, once a scope. */
export function once<T extends IConstruct>(scope: Construct, id: string, make: () => T): T {
  return (scope.node.tryFindChild(id) as T | undefined) ?? make();
}
