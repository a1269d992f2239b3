import type { VelocityFault, VelocitySpan } from './tree';

/** Thrown only within the parser, which returns its fault. */
export class VelocitySyntaxError extends Error {
  public constructor(public readonly fault: VelocityFault) {
    super(fault.message);
  }
}

/** The maximum nesting of blocks, expressions and strings, because the parser calls itself for each level. */
const MAX_NESTING_DEPTH = 100;

/** A position in a text that moves forward. */
export class Scanner {
  public at = 0;

  /**
   * @param text the text of a template or of a double-quoted string
   * @param toTemplate converts a position in the text to a position in the template
   * @param depth the number of enclosing blocks, expressions and strings
   * @param inString whether the text is the content of a string
   */
  public constructor(
    public readonly text: string,
    private readonly toTemplate: (offset: number) => number = (offset) => offset,
    private depth = 0,
    public readonly inString = false,
  ) {}

  public get atEnd(): boolean {
    return this.at >= this.text.length;
  }

  /** Moves past a match of a sticky expression. */
  public match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text);
    if (match === null) {
      return undefined;
    }
    this.at = pattern.lastIndex;
    return match;
  }

  /** Moves past a text if it is at the current position. */
  public accept(text: string): boolean {
    const stands = this.text.startsWith(text, this.at);
    this.at += stands ? text.length : 0;
    return stands;
  }

  /** Moves past a text that must be at the current position. */
  public expect(text: string, message: string, remedy: string): void {
    if (!this.accept(text)) {
      this.fail(message, remedy);
    }
  }

  public sourceFrom(start: number): string {
    return this.text.slice(start, this.at);
  }

  public spanFrom(start: number): VelocitySpan {
    return { start: this.toTemplate(start), end: this.toTemplate(this.at) };
  }

  /** Creates a scanner for the content of a string that ends at the current position. */
  public within(content: string, start: number, sameLength: boolean): Scanner {
    const first = this.toTemplate(start);
    return new Scanner(content, sameLength ? (offset) => first + offset : () => first, this.depth, true);
  }

  /** Parses a construct that may be nested. */
  public nested<T>(parse: () => T): T {
    if (this.depth >= MAX_NESTING_DEPTH) {
      this.fail(`the template is nested more than ${MAX_NESTING_DEPTH} levels deep`, 'store intermediate values in variables with #set');
    }
    this.depth++;
    const result = parse();
    this.depth--;
    return result;
  }

  /** Ends parsing with a fault at a position, by default the current one. */
  public fail(message: string, remedy: string, start: number = this.at, end: number = start + 1): never {
    throw new VelocitySyntaxError({
      message,
      remedy,
      span: { start: this.toTemplate(start), end: this.toTemplate(Math.min(end, this.text.length)) },
    });
  }
}
