import { VelocityList, VelocityMap, VelocityObject, type VelocityValue } from './values';

/** The maximum recursion depth of a definition. */
const MAX_DEFINITION_DEPTH = 2;

/** Returns the items that `#foreach` iterates over; undefined for a value that it skips. */
export function itemsOf(value: VelocityValue): readonly VelocityValue[] | undefined {
  if (value instanceof VelocityList) {
    return [...value.items];
  }
  return value instanceof VelocityMap ? [...value.entries.values()] : undefined;
}

/** The value of `#define`, which is evaluated each time that it is printed. */
export class Definition extends VelocityObject {
  private depth = 0;

  public constructor(
    private readonly name: string,
    private readonly render: () => string,
  ) {
    super();
  }

  public print(): string {
    if (this.depth >= MAX_DEFINITION_DEPTH) {
      return `$${this.name}`;
    }
    this.depth++;
    const text = this.render();
    this.depth--;
    return text;
  }
}

/** The object `$foreach`. */
export class Loop extends VelocityObject {
  public constructor(
    private readonly at: number,
    public readonly hasNext: boolean,
    private readonly parent?: Loop,
  ) {
    super();
  }

  public print(): string {
    return '{}';
  }

  public override property(name: string): VelocityValue {
    switch (name) {
      case 'index':
        return BigInt(this.at);
      case 'count':
        return BigInt(this.at + 1);
      case 'hasNext':
        return this.hasNext;
      case 'first':
        return this.at === 0;
      case 'last':
        return !this.hasNext;
      case 'parent':
        return this.parent ?? null;
      case 'topmost':
        return this.topmost;
      default:
        return null;
    }
  }

  public override call(name: string, args: readonly VelocityValue[]): VelocityValue | undefined {
    return name === 'hasNext' && args.length === 0 ? this.hasNext : undefined;
  }

  private get topmost(): Loop {
    return this.parent?.topmost ?? this;
  }
}
