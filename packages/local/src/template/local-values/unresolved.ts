/** A deploy-time value without an override, and its placeholder. */
export interface Unresolved {
  /** A name or description for messages; for overridable values, the key in `values` of an overrides file. */
  readonly name: string;
  readonly placeholder: string;
  readonly overridable: boolean;
}

/** A value that an override can set by its name. */
export function overridable(name: string): Unresolved {
  return { name, placeholder: placeholderFor(name), overridable: true };
}

/** A value without a name. */
export function nameless(description: string): Unresolved {
  return { name: description, placeholder: placeholderFor(description), overridable: false };
}

/** A text that is valid in URLs, names and ARNs. */
function placeholderFor(name: string): string {
  return (
    name
      .replace(/[^A-Za-z0-9]+/g, '-')
      .replace(/^-|-$/g, '')
      .slice(0, 64) || 'unknown'
  );
}

/** A set of unresolved values, by name. */
export class UnresolvedValues implements Iterable<Unresolved> {
  private readonly byName = new Map<string, Unresolved>();

  get isEmpty(): boolean {
    return this.byName.size === 0;
  }

  add(value: Unresolved): void {
    this.byName.set(value.name, value);
  }

  addAll(others: Iterable<Unresolved>): void {
    for (const value of others) {
      this.add(value);
    }
  }

  [Symbol.iterator](): Iterator<Unresolved> {
    return this.byName.values();
  }
}
