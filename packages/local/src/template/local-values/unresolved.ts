/** A value that only a deployment knows, with the text that stands in for it. */
export interface Unknown {
  /** In words for people; it is what `values` of an overrides file calls it, where that can set it. */
  readonly name: string;
  readonly standIn: string;
  readonly canBeSet: boolean;
}

/** A value that overrides can set by its name. */
export function settable(name: string): Unknown {
  return { name, standIn: standInFor(name), canBeSet: true };
}

/** A value that has no name. */
export function nameless(what: string): Unknown {
  return { name: what, standIn: standInFor(what), canBeSet: false };
}

/** Text that can stand in a URL, a name and an ARN. */
function standInFor(name: string): string {
  return (
    name
      .replace(/[^A-Za-z0-9]+/g, '-')
      .replace(/^-|-$/g, '')
      .slice(0, 64) || 'unknown'
  );
}

/** Unknown values that turned up, each once. */
export class Unknowns implements Iterable<Unknown> {
  private readonly byName = new Map<string, Unknown>();

  get isEmpty(): boolean {
    return this.byName.size === 0;
  }

  add(unknown: Unknown): void {
    this.byName.set(unknown.name, unknown);
  }

  addAll(others: Iterable<Unknown>): void {
    for (const unknown of others) {
      this.add(unknown);
    }
  }

  [Symbol.iterator](): Iterator<Unknown> {
    return this.byName.values();
  }
}
