import type { Scanner } from './scanner';
import type { VelocityExpression, VelocityNode, VelocityReference, VelocityStep } from './tree';

/** Parses the content of a double-quoted string as a template. */
export type ParseContent = (scanner: Scanner) => readonly VelocityNode[];

const SPACE = /[ \t\r\n]*/y;
const DOLLARS = /\$(?:\\*\$)*/y;
const IDENTIFIER = /[A-Za-z_][\w-]*/y;
const BEHIND_REFERENCE = /(\{)(?:\$!?)?[A-Za-z_][\w-]*|([A-Za-z_][\w-]*)/y;
const PROPERTY = /\.([A-Za-z][\w-]*)/y;
const FLOAT = /-?(?:\d+\.(?!\.)\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+)/y;
const INTEGER = /-?\d+/y;
const DOUBLE_QUOTED = /"[^"]*(?:""[^"]*)*"/y;
const SINGLE_QUOTED = /'[^']*(?:''[^']*)*'/y;
const BOOLEAN = /(?:true|false)(?![\w@])/y;

/** The position of an expression: method arguments accept bare words, but no operators. */
type Place = 'directive' | 'argument';

/** Parses references and values. */
export class ValueParser {
  public constructor(
    protected readonly scanner: Scanner,
    private readonly parseContent: ParseContent,
  ) {}

  public skipSpace(): void {
    this.scanner.match(SPACE);
  }

  /**
   * Parses a reference. Returns undefined, without moving, if the dollar sign is text.
   *
   * @param start the position of the preceding backslashes or number sign
   */
  public reference(start: number = this.scanner.at, backslashes = 0): VelocityReference | undefined {
    const { scanner } = this;
    const dollars = scanner.match(DOLLARS);
    if (dollars === undefined) {
      return undefined;
    }
    const from = scanner.at - 1;
    const quiet = scanner.accept('!');
    const braced = scanner.accept('{');
    const [name] = scanner.match(IDENTIFIER) ?? [];
    if (name === undefined) {
      scanner.at = start + backslashes;
      return undefined;
    }
    if (name === 'true' || name === 'false') {
      scanner.fail(`$${name} is not a reference, because ${name} is a reserved word`, 'rename the variable', from, scanner.at);
    }
    const steps = this.steps();
    if (braced) {
      scanner.expect('}', `the reference \${${name}... is not closed`, 'add a closing brace directly after the reference');
    }
    return {
      kind: 'reference',
      name,
      steps,
      quiet,
      backslashes,
      prefix: scanner.text.slice(start + backslashes, from),
      source: scanner.sourceFrom(from),
      span: scanner.spanFrom(from),
    };
  }

  /**
   * Parses a brace or a word directly after a reference. The service reads it as the beginning of another reference, and
   * prints only the brace or the word. Returns undefined, without moving, if it is text.
   */
  public behindReference(): string | undefined {
    const { scanner } = this;
    const start = scanner.at;
    const [source, braced, word] = scanner.match(BEHIND_REFERENCE) ?? [];
    if (source === undefined) {
      return undefined;
    }
    if (word === 'true' || word === 'false') {
      scanner.fail(`a reference cannot be followed directly by ${word}`, 'write the reference in braces: ${name}', start, scanner.at);
    }
    this.steps();
    if (braced !== undefined) {
      scanner.expect(
        '}',
        'a brace directly after a reference begins another reference, which is not closed',
        'write the preceding reference in braces: ${name}{',
      );
    }
    return braced ?? word;
  }

  /** Parses a value without operators. Returns undefined if there is none. */
  public value(place: Place = 'directive'): VelocityExpression | undefined {
    const { scanner } = this;
    const start = scanner.at;
    const quoted = this.string();
    if (quoted !== undefined) {
      return quoted;
    }
    const [float] = scanner.match(FLOAT) ?? [];
    if (float !== undefined) {
      return { kind: 'number', value: Number(float), span: scanner.spanFrom(start) };
    }
    const [integer] = scanner.match(INTEGER) ?? [];
    if (integer !== undefined) {
      return { kind: 'number', value: BigInt(integer), span: scanner.spanFrom(start) };
    }
    const [boolean] = scanner.match(BOOLEAN) ?? [];
    if (boolean !== undefined) {
      return { kind: 'boolean', value: boolean === 'true', span: scanner.spanFrom(start) };
    }
    if (scanner.accept('[')) {
      return scanner.nested(() => this.list(start, place));
    }
    if (scanner.accept('{')) {
      return scanner.nested(() => this.map(start, place));
    }
    const [word] = place === 'argument' ? (scanner.match(IDENTIFIER) ?? []) : [];
    return word === undefined ? this.reference() : { kind: 'word', name: word, span: scanner.spanFrom(start) };
  }

  public failUnexpected(expected: string, remedy = 'check the values, operators and brackets before this position'): never {
    const { scanner } = this;
    const found = scanner.atEnd ? 'the end' : JSON.stringify(scanner.text[scanner.at]);
    return scanner.fail(`expected ${expected}, but found ${found}`, remedy);
  }

  private steps(): VelocityStep[] {
    const { scanner } = this;
    const steps: VelocityStep[] = this.indexes();
    for (let property = scanner.match(PROPERTY); property !== undefined; property = scanner.match(PROPERTY)) {
      const [whole, name] = property;
      const start = scanner.at - whole.length;
      if (name === 'true' || name === 'false') {
        scanner.fail(`.${name} is not a property, because ${name} is a reserved word`, `write .get("${name}")`, start, scanner.at);
      }
      if (scanner.accept('(')) {
        const args = scanner.nested(() => this.values(')', 'argument'));
        steps.push({ kind: 'method', name, args, span: scanner.spanFrom(start) });
      } else {
        steps.push({ kind: 'property', name, span: scanner.spanFrom(start) });
      }
      steps.push(...this.indexes());
    }
    return steps;
  }

  private indexes(): VelocityStep[] {
    const { scanner } = this;
    const steps: VelocityStep[] = [];
    for (let start = scanner.at; scanner.accept('['); start = scanner.at) {
      this.skipSpace();
      const index = scanner.nested(() => this.value());
      if (index === undefined || index.kind === 'list' || index.kind === 'map' || index.kind === 'range') {
        this.failIndex(start);
      }
      this.skipSpace();
      if (!scanner.accept(']')) {
        this.failIndex(start);
      }
      steps.push({ kind: 'index', index, span: scanner.spanFrom(start) });
    }
    return steps;
  }

  private failIndex(start: number): never {
    return this.scanner.fail(
      'a bracket directly after a reference must contain an index',
      'write a number, a quoted string or a reference between the brackets; if the bracket is text, write the reference in braces: ${name}[',
      start,
    );
  }

  /** Parses values separated by commas, and the closing bracket. */
  private values(closing: string, place: Place): VelocityExpression[] {
    const { scanner } = this;
    const values: VelocityExpression[] = [];
    if (scanner.accept(closing)) {
      return values;
    }
    do {
      values.push(this.item(place));
    } while (scanner.accept(','));
    if (!scanner.accept(closing)) {
      this.failUnexpected(
        `a comma or ${JSON.stringify(closing)}`,
        'lists, maps and method arguments accept only values without operators: assign the expression to a variable with #set first',
      );
    }
    return values;
  }

  private item(place: Place): VelocityExpression {
    this.skipSpace();
    const value = this.value(place);
    if (value === undefined) {
      return this.failUnexpected('a value', 'write a reference, a number, true, false, a list, a map, or a quoted string');
    }
    this.skipSpace();
    return value;
  }

  private list(start: number, place: Place): VelocityExpression {
    const { scanner } = this;
    const items = this.range(place) ?? this.values(']', place);
    return Array.isArray(items)
      ? { kind: 'list', items, span: scanner.spanFrom(start) }
      : { kind: 'range', ...(items as { from: VelocityExpression; to: VelocityExpression }), span: scanner.spanFrom(start) };
  }

  private range(place: Place): { from: VelocityExpression; to: VelocityExpression } | undefined {
    const { scanner } = this;
    const start = scanner.at;
    this.skipSpace();
    const from = /[$\d-]/.test(scanner.text[scanner.at] ?? '') ? this.value(place) : undefined;
    this.skipSpace();
    if (from === undefined || !scanner.accept('..')) {
      scanner.at = start;
      return undefined;
    }
    const to = this.item(place);
    if (!scanner.accept(']')) {
      this.failUnexpected('"]" after a range', 'write a range such as [1..5], with integers or references');
    }
    return { from, to };
  }

  private map(start: number, place: Place): VelocityExpression {
    const { scanner } = this;
    const entries: [VelocityExpression, VelocityExpression][] = [];
    this.skipSpace();
    if (!scanner.accept('}')) {
      do {
        const key = this.item(place);
        scanner.expect(':', 'expected a colon after the key of a map', 'write {"key": value}, with the key in quotes');
        entries.push([key, this.item(place)]);
      } while (scanner.accept(','));
      if (!scanner.accept('}')) {
        this.failUnexpected(
          'a comma or "}"',
          'maps accept only values without operators: assign the expression to a variable with #set first',
        );
      }
    }
    return { kind: 'map', entries, span: scanner.spanFrom(start) };
  }

  private string(): VelocityExpression | undefined {
    const { scanner } = this;
    const start = scanner.at;
    const single = scanner.match(SINGLE_QUOTED);
    if (single !== undefined) {
      return { kind: 'text', value: single[0].slice(1, -1).replaceAll("''", "'"), span: scanner.spanFrom(start) };
    }
    const double = scanner.match(DOUBLE_QUOTED);
    if (double === undefined) {
      return this.refuseOpenString();
    }
    const raw = double[0].slice(1, -1);
    const content = this.unescaped(raw, start).replaceAll('""', '"');
    const span = scanner.spanFrom(start);
    if (!/[$#]/.test(raw)) {
      return { kind: 'text', value: content, span };
    }
    const parts = scanner.nested(() => this.parseContent(scanner.within(content, start + 1, content === raw)));
    return { kind: 'interpolated', parts, span };
  }

  private refuseOpenString(): undefined {
    const quote = this.scanner.text[this.scanner.at];
    if (quote === '"' || quote === "'") {
      this.scanner.fail(
        `the string that begins with ${quote} is not closed`,
        `close it with ${quote}; to write a quote inside it, double the quote instead of using a backslash`,
      );
    }
    return undefined;
  }

  /** Double-quoted strings support only escapes by character code. */
  private unescaped(raw: string, start: number): string {
    return raw.replace(/\\u([\dA-Fa-f]{4})?/g, (_escape, digits: string | undefined, offset: number) =>
      digits === undefined
        ? this.scanner.fail(
            'in a double-quoted string, \\u must be followed by four hexadecimal digits',
            "write the string in single quotes, such as '\\users'",
            start + 1 + offset,
            start + 3 + offset,
          )
        : String.fromCharCode(Number.parseInt(digits, 16)),
    );
  }
}
