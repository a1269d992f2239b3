/** What stands at the end of a path: by method, and `ANY` among the methods. */
export type Methods<T> = Map<string, T>;

/** Paths by their segments. A path that ends at a node is in `ends`, one whose greedy variable comes next is in `greedy`. */
export interface PathNode<T> {
  readonly literals: Map<string, PathNode<T>>;
  variable?: PathNode<T>;
  readonly ends: Methods<T>;
  readonly greedy: Methods<T>;
}

export const isGreedy = (segment: string): boolean => segment.startsWith('{') && segment.endsWith('+}');
export const isVariable = (segment: string): boolean => segment.startsWith('{') && segment.endsWith('}');

export function newNode<T>(): PathNode<T> {
  return { literals: new Map(), ends: new Map(), greedy: new Map() };
}

/** Adds a path. Of two equal ones the first stays. */
export function addPath<T>(root: PathNode<T>, segments: readonly string[], method: string, value: T): void {
  let node = root;
  for (const segment of segments) {
    if (isGreedy(segment)) {
      addMethod(node.greedy, method, value);
      return;
    }
    node = isVariable(segment) ? variableOf(node) : literalOf(node, segment);
  }
  addMethod(node.ends, method, value);
}

function addMethod<T>(methods: Methods<T>, method: string, value: T): void {
  if (!methods.has(method)) {
    methods.set(method, value);
  }
}

function variableOf<T>(node: PathNode<T>): PathNode<T> {
  node.variable ??= newNode();
  return node.variable;
}

function literalOf<T>(node: PathNode<T>, segment: string): PathNode<T> {
  let child = node.literals.get(segment);
  if (child === undefined) {
    child = newNode();
    node.literals.set(segment, child);
  }
  return child;
}
