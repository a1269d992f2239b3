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

/** The best of the paths that were found so far. */
interface Best<T> {
  readonly method: string;
  readonly segments: readonly string[];
  /** Matches to its end; more segments that are equal are better, and among those the first. */
  whole?: T;
  wholeLiterals: number;
  /** Matches up to a greedy variable; a later one is better, then as above. */
  greedy?: T;
  greedyDepth: number;
  greedyLiterals: number;
}

/** The most specific path for a method: any that matches to its end is more so than one with a greedy variable. */
export function findPath<T>(root: PathNode<T>, segments: readonly string[], method: string): T | undefined {
  const best: Best<T> = { method, segments, wholeLiterals: -1, greedyDepth: -1, greedyLiterals: -1 };
  visit(root, 0, 0, best);
  return best.whole ?? best.greedy;
}

/** Equal segments go first, so that of paths equally good the one is kept whose equal segments are further left. */
function visit<T>(node: PathNode<T>, depth: number, literals: number, best: Best<T>): void {
  if (depth === best.segments.length) {
    const found = literals > best.wholeLiterals ? take(node.ends, best.method) : undefined;
    if (found !== undefined) {
      best.whole = found;
      best.wholeLiterals = literals;
    }
    return;
  }
  if (depth > best.greedyDepth || (depth === best.greedyDepth && literals > best.greedyLiterals)) {
    const found = take(node.greedy, best.method);
    if (found !== undefined) {
      best.greedy = found;
      best.greedyDepth = depth;
      best.greedyLiterals = literals;
    }
  }
  const segment = best.segments[depth];
  const literal = node.literals.get(segment);
  if (literal !== undefined) {
    visit(literal, depth + 1, literals + 1, best);
  }
  if (node.variable !== undefined && segment !== '') {
    visit(node.variable, depth + 1, literals, best);
  }
}

/** A method of its own is more specific than `ANY`. */
function take<T>(methods: Methods<T>, method: string): T | undefined {
  return methods.size === 0 ? undefined : (methods.get(method) ?? methods.get('ANY'));
}
