/** Names with one or more values each, in the order in which they came: headers, or query string parameters. */
export class Fields {
  private readonly fields = new Map<string, { name: string; values: string[] }>();

  /** @param ignoreCase whether names that differ in case alone are the same */
  public constructor(
    pairs: Iterable<readonly [string, string]>,
    private readonly ignoreCase: boolean,
  ) {
    for (const [name, value] of pairs) {
      this.append(name, value);
    }
  }

  /** All values of a name, joined by commas as a mapping reads them. */
  public get(name: string): string | undefined {
    const values = this.fields.get(this.key(name))?.values;
    return values === undefined || values.length > 1 ? values?.join(',') : values[0];
  }

  public append(name: string, value: string): void {
    const key = this.key(name);
    const field = this.fields.get(key);
    if (field === undefined) {
      this.fields.set(key, { name, values: [value] });
    } else {
      field.values.push(value);
    }
  }

  public overwrite(name: string, value: string): void {
    this.fields.set(this.key(name), { name, values: [value] });
  }

  public remove(name: string): void {
    this.fields.delete(this.key(name));
  }

  /** A pair for each value. */
  public pairs(): [string, string][] {
    const pairs: [string, string][] = [];
    for (const { name, values } of this.fields.values()) {
      for (const value of values) {
        pairs.push([name, value]);
      }
    }
    return pairs;
  }

  private key(name: string): string {
    return this.ignoreCase ? name.toLowerCase() : name;
  }
}
