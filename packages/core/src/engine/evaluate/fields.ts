type Pair = readonly [string, string];

/** Headers or query string parameters, in their original order, each with one or more values. */
export class Fields {
  private readonly list: Pair[];

  /** @param ignoreCase whether names that differ in case alone are the same */
  public constructor(
    pairs: Iterable<Pair>,
    private readonly ignoreCase: boolean,
  ) {
    this.list = [...pairs];
  }

  /** Returns all values of a name, joined with commas as a mapping reads them. */
  public get(name: string): string | undefined {
    const key = this.key(name);
    let joined: string | undefined;
    for (const pair of this.list) {
      if (this.is(pair, key)) {
        joined = joined === undefined ? pair[1] : `${joined},${pair[1]}`;
      }
    }
    return joined;
  }

  /** Adds a value after the existing values of the name, and keeps their spelling. */
  public append(name: string, value: string): void {
    const key = this.key(name);
    const at = this.list.findLastIndex((pair) => this.is(pair, key));
    this.list.splice(at < 0 ? this.list.length : at + 1, 0, [this.list[at]?.[0] ?? name, value]);
  }

  public overwrite(name: string, value: string): void {
    const key = this.key(name);
    const at = this.list.findIndex((pair) => this.is(pair, key));
    this.remove(name);
    this.list.splice(at < 0 ? this.list.length : at, 0, [name, value]);
  }

  public remove(name: string): void {
    const { list } = this;
    const key = this.key(name);
    let kept = 0;
    for (const pair of list) {
      if (!this.is(pair, key)) {
        list[kept++] = pair;
      }
    }
    list.length = kept;
  }

  /** Returns one pair per value. */
  public pairs(): readonly Pair[] {
    return this.list;
  }

  private is([name]: Pair, key: string): boolean {
    return name.length === key.length && this.key(name) === key;
  }

  private key(name: string): string {
    return this.ignoreCase ? name.toLowerCase() : name;
  }
}
