/** The values of one path by method, `ANY` being one of the methods. */
export type Methods<T> = Map<string, T>;

/** A node of the tree of path segments: `ends` holds paths that end here, `greedy` those whose greedy variable comes next. */
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

/** Adds a path. The first of two equal paths wins. */
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

/** The most specific paths found so far. */
interface BestMatch<T> {
  readonly method: string;
  readonly segments: readonly string[];
  /** Matches the whole path. More literal segments are more specific; among equals the first wins. */
  whole?: T;
  wholeLiterals: number;
  /** Matches up to a greedy variable. A later variable is more specific, then as above. */
  greedy?: T;
  greedyDepth: number;
  greedyLiterals: number;
}

/** Finds the most specific path for a method. One that matches the whole path is preferred to one with a greedy variable. */
export function findPath<T>(root: PathNode<T>, segments: readonly string[], method: string): T | undefined {
  const best: BestMatch<T> = { method, segments, wholeLiterals: -1, greedyDepth: -1, greedyLiterals: -1 };
  visit(root, 0, 0, best);
  return best.whole ?? best.greedy;
}

/** Visits literal segments first, so that among equally specific paths the one with literals further left wins. */
function visit<T>(node: PathNode<T>, depth: number, literals: number, best: BestMatch<T>): void {
  if (depth === best.segments.length) {
    const found = literals > best.wholeLiterals ? valueFor(node.ends, best.method) : undefined;
    if (found !== undefined) {
      best.whole = found;
      best.wholeLiterals = literals;
    }
    return;
  }
  if (depth > best.greedyDepth || (depth === best.greedyDepth && literals > best.greedyLiterals)) {
    const found = valueFor(node.greedy, best.method);
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

/** The method itself is more specific than `ANY`. */
function valueFor<T>(methods: Methods<T>, method: string): T | undefined {
  return methods.size === 0 ? undefined : (methods.get(method) ?? methods.get('ANY'));
}
