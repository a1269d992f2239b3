import { Node } from 'constructs';

/** How often the children of a construct were asked for while something was done: each walk of the tree asks once. */
export function walksOf(node: Node, act: () => void): number {
  const children = Object.getOwnPropertyDescriptor(Node.prototype, 'children') as { get(): unknown };
  let walks = 0;
  Object.defineProperty(Node.prototype, 'children', {
    ...children,
    get(this: Node) {
      walks += this === node ? 1 : 0;
      return children.get.call(this);
    },
  });
  try {
    act();
  } finally {
    Object.defineProperty(Node.prototype, 'children', children);
  }
  return walks;
}
