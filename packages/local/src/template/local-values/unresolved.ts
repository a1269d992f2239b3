/** A value that only a deployment knows, with the text that stands in for it. */
export interface Unresolved {
  /** In words for people; it is what `values` of an overrides file calls it, where that can set it. */
  readonly name: string;
  readonly placeholder: string;
  readonly overridable: boolean;
}

/** A value that overrides can set by its name. */
export function overridable(name: string): Unresolved {
  return { name, placeholder: standInFor(name), overridable: true };
}

/** A value that has no name. */
export function nameless(what: string): Unresolved {
  return { name: what, placeholder: standInFor(what), overridable: false };
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
export class UnresolvedValues implements Iterable<Unresolved> {
  private readonly byName = new Map<string, Unresolved>();

  get isEmpty(): boolean {
    return this.byName.size === 0;
  }

  add(unknown: Unresolved): void {
    this.byName.set(unknown.name, unknown);
  }

  addAll(others: Iterable<Unresolved>): void {
    for (const unknown of others) {
      this.add(unknown);
    }
  }

  [Symbol.iterator](): Iterator<Unresolved> {
    return this.byName.values();
  }
}
