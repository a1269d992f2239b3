import { jsonText } from './json';

/** Texts by name; the values of a name that comes again are joined by a comma. Names are JSON already. */
export class JoinedTexts {
  // There are few: they are found sooner here than in an object or a Map, which would be made for each request.
  private readonly names: string[] = [];
  private readonly values: string[] = [];

  public join(name: string, value: string): void {
    const at = this.names.indexOf(name);
    this.put(at, name, at < 0 ? value : `${this.values[at]},${value}`);
  }

  /** In place of what is there. */
  public set(name: string, value: string): void {
    this.put(this.names.indexOf(name), name, value);
  }

  /** Members of an object, each with a comma behind it. */
  public toMembers(): string {
    const { names, values } = this;
    let members = '';
    for (let at = 0; at < names.length; at++) {
      members += `${names[at]}:${jsonText(values[at] as string)},`;
    }
    return members;
  }

  private put(at: number, name: string, value: string): void {
    if (at < 0) {
      this.names.push(name);
      this.values.push(value);
    } else {
      this.values[at] = value;
    }
  }
}
