import { ExpressionParser } from './parse-expression';
import type { ParseContent } from './parse-value';
import type { Scanner } from './scanner';
import type { VelocityNode } from './tree';

const PLAIN = /[^$#\\]+/y;
const BACKSLASHES = /\\+/y;
/** Spaces before `#set` belong to it, unless other text precedes them. */
const SET = /[ \t]*#(?:set|\{set\}) *\(/y;
const BEHIND_LOST_SIGN = /[ \t]*#(?:set|\{set\}) *\(|##|#\*|#\{?(?:if|elseif|else|end)(?!\w)/y;
const LINE_COMMENT = /##[^\r\n]*(?:\r\n|\n|\r)?/y;
const DIRECTIVE = /#(?:\{([A-Za-z_]\w*)\}|([A-Za-z_@][\w@]*))/y;

/** Text that backslashes can escape. */
const DIRECTIVES: ReadonlySet<string> = new Set([
  'if',
  'elseif',
  'else',
  'end',
  'set',
  'foreach',
  'define',
  'stop',
  'break',
  'macro',
  'include',
  'parse',
  'literal',
]);

/** Distinguishes text from references, comments and directives. */
export abstract class TextParser {
  protected readonly expressions: ExpressionParser;
  /** Whether a reference without braces ended at this position. */
  private behindReference = false;
  /** Whether the name of a property ended at this position. A directly following reference does not change this. */
  private behindProperty = false;

  public constructor(
    protected readonly scanner: Scanner,
    parseContent: ParseContent,
  ) {
    this.expressions = new ExpressionParser(scanner, parseContent);
  }

  /** Parses the rest of `#set(`. */
  protected abstract set(start: number): VelocityNode;

  /** Parses the rest of a directive. Returns undefined if it ends a block. */
  protected abstract directive(name: string, start: number): VelocityNode | undefined;

  /** Parses one node. Returns undefined at the end of the block. */
  protected node(): VelocityNode | undefined {
    const { scanner } = this;
    const start = scanner.at;
    if (this.behindReference) {
      const node = this.nodeBehindReference(start);
      if (node !== undefined) {
        return node;
      }
    }
    if (scanner.match(SET) !== undefined) {
      return this.set(start);
    }
    this.behindReference = false;
    if (scanner.text[start] === '$') {
      return this.referenceOrText(start);
    }
    this.behindProperty = false;
    if (scanner.match(PLAIN) !== undefined) {
      return this.text(start);
    }
    if (scanner.match(BACKSLASHES) !== undefined) {
      return this.escaped(start);
    }
    return this.hash(start);
  }

  protected text(start: number, output = this.scanner.sourceFrom(start)): VelocityNode {
    return { kind: 'text', source: this.scanner.sourceFrom(start), output, span: this.scanner.spanFrom(start) };
  }

  /** Parses content that the service does not read as text because a reference directly precedes it. */
  private nodeBehindReference(start: number): VelocityNode | undefined {
    const { scanner } = this;
    const output = this.expressions.behindReference();
    if (output !== undefined) {
      this.behindReference = output !== '{';
      return { kind: 'swallowed', source: scanner.sourceFrom(start), output, span: scanner.spanFrom(start) };
    }
    if (this.behindProperty && scanner.accept('##')) {
      // After the name of a property, two number signs are not a comment.
      this.behindProperty = false;
      this.behindReference = false;
      return this.text(start);
    }
    if (scanner.text[start] === '[') {
      scanner.fail('a bracket cannot directly follow #set if a reference directly precedes #set', 'add a space before #set');
    }
    return scanner.accept('{') ? this.text(start) : undefined;
  }

  private referenceOrText(start: number): VelocityNode {
    const reference = this.expressions.reference(start, this.scanner.at - start);
    if (reference !== undefined) {
      const { steps } = reference;
      const braced = reference.source.endsWith('}');
      const inProperty = this.behindProperty;
      this.behindProperty = inProperty || (!braced && steps.findLast(({ kind }) => kind !== 'index')?.kind === 'property');
      this.behindReference = inProperty || !braced;
      return reference;
    }
    this.scanner.match(/(?:\$\\*)+!?/y);
    return this.loneSign(start);
  }

  /** Parses backslashes and the following content. */
  private escaped(start: number): VelocityNode {
    const { scanner } = this;
    const count = scanner.at - start;
    if (scanner.text[scanner.at] === '$') {
      return this.referenceOrText(start);
    }
    const before = scanner.at;
    const name = this.directiveName();
    if (name === undefined) {
      return this.text(start);
    }
    const isDirective = DIRECTIVES.has(name) && (name !== 'set' || count % 2 === 1);
    const kept = isDirective ? '\\'.repeat(Math.floor(count / 2)) : '\\'.repeat(count);
    if (count % 2 === 0) {
      scanner.at = before;
      return this.text(start, kept);
    }
    return this.text(start, kept + scanner.sourceFrom(before));
  }

  private directiveName(): string | undefined {
    const [, braced, bare] = this.scanner.match(DIRECTIVE) ?? [];
    return braced ?? bare;
  }

  /** Parses a number sign: a comment, a directive, or text. */
  private hash(start: number): VelocityNode | undefined {
    const { scanner } = this;
    if (scanner.match(LINE_COMMENT) !== undefined) {
      return this.text(start, '');
    }
    if (scanner.accept('#*')) {
      const end = scanner.text.indexOf('*#', scanner.at);
      this.refuseLoneSign(start);
      scanner.at = end < 0 ? scanner.text.length : end + 2;
      return this.text(start, '');
    }
    if (scanner.accept('#[[')) {
      const end = scanner.text.indexOf(']]#', scanner.at);
      if (end < 0) {
        scanner.fail('the text block #[[ is not closed', 'close it with ]]#', start, start + 3);
      }
      const output = scanner.text.slice(scanner.at, end);
      scanner.at = end + 3;
      return this.text(start, output);
    }
    const name = this.directiveName();
    if (name !== undefined) {
      return this.directive(name, start);
    }
    if (scanner.match(/#-?\d+(?:\.\d+)?/y) !== undefined) {
      return this.text(start);
    }
    scanner.accept('#');
    const reference = this.referenceAfterHash(start);
    if (reference === undefined) {
      scanner.match(/(?:\$\\*)+!?/y);
    }
    return reference ?? this.loneSign(start);
  }

  /** Parses `#$name`, which prints the sign and the value. Returns undefined if there is none. */
  private referenceAfterHash(start: number): VelocityNode | undefined {
    const { scanner } = this;
    const sign = scanner.at;
    scanner.match(BACKSLASHES);
    const reference = this.expressions.reference(scanner.at);
    if (reference === undefined) {
      scanner.at = sign;
      return undefined;
    }
    return { ...reference, prefix: scanner.text.slice(start, scanner.at - reference.source.length) };
  }

  /** Parses a literal sign. The service drops it directly before a directive. */
  private loneSign(start: number): VelocityNode {
    this.refuseLoneSign(start);
    const { at } = this.scanner;
    const lost = this.scanner.match(BEHIND_LOST_SIGN) !== undefined;
    this.scanner.at = at;
    return lost ? this.text(start, '') : this.text(start);
  }

  private refuseLoneSign(start: number): void {
    const { scanner } = this;
    if (scanner.atEnd && !scanner.inString) {
      scanner.fail(
        `a template cannot end with ${JSON.stringify(scanner.sourceFrom(start))}`,
        'add a space or a line break after it',
        start,
        scanner.at,
      );
    }
  }
}
