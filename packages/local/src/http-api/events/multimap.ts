import { type Entries, setEntry } from '../../gateway/entries';

/** Names with their values, in the order in which the names came. */
export class Multimap {
  private readonly entries = new Map<string, { readonly shown: string; readonly values: string[] }>();

  /** @param shown the name as the object has it; the first one counts */
  public add(name: string, value: string, shown: string = name): void {
    const entry = this.entries.get(name);
    if (entry === undefined) {
      this.entries.set(name, { shown, values: [value] });
    } else {
      entry.values.push(value);
    }
  }

  /** The last value of each name. */
  public last(): Entries<string> {
    return this.to((values) => values[values.length - 1]);
  }

  /** All values of each name. */
  public all(): Entries<readonly string[]> {
    return this.to((values) => values);
  }

  private to<T>(of: (values: readonly string[]) => T): Entries<T> {
    const object: Entries<T> = {};
    for (const { shown, values } of this.entries.values()) {
      setEntry(object, shown, of(values));
    }
    return object;
  }
}
