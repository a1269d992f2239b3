import { VelocityList, VelocityMap, VelocityObject, type VelocityValue } from './values';

/** How often a definition may print itself. */
const MAX_DEFINITION_DEPTH = 2;

/** What `#foreach` goes through; nothing for what it passes over. */
export function itemsOf(value: VelocityValue): readonly VelocityValue[] | undefined {
  if (value instanceof VelocityList) {
    return [...value.items];
  }
  return value instanceof VelocityMap ? [...value.entries.values()] : undefined;
}

/** What `#define` keeps: it prints anew each time. */
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

/** `$foreach`. */
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
