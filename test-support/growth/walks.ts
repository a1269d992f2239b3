import { Node } from 'constructs';

/** How often the children of a construct were asked for while something was done: each walk of the tree asks once. */
export function walksOf(node: Node, act: () => void): number {
  return asksFor('children', node, act);
}

/** How often one property of a construct's node was asked for while something was done. */
export function asksFor(property: 'children' | 'dependencies', node: Node, act: () => void): number {
  const descriptor = Object.getOwnPropertyDescriptor(Node.prototype, property) as { get(): unknown };
  let asks = 0;
  Object.defineProperty(Node.prototype, property, {
    ...descriptor,
    get(this: Node) {
      asks += this === node ? 1 : 0;
      return descriptor.get.call(this);
    },
  });
  try {
    act();
  } finally {
    Object.defineProperty(Node.prototype, property, descriptor);
  }
  return asks;
}
