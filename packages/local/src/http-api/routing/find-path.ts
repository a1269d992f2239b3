import type { Methods, PathNode } from './path-tree';

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
