import { ValueParser } from './parse-value';
import type { VelocityExpression, VelocityOperator } from './tree';

/** A closing parenthesis includes the rest of its line if that is blank. */
const CLOSING = /\)(?:[ \t]*(?:\r\n|\n|\r))?/y;
const NOT = /!(?!=)|not(?![\w@])/y;
/** The operators of each level of precedence, from the lowest to the highest. */
const LEVELS: readonly (readonly [RegExp, Readonly<Record<string, VelocityOperator>>])[] = [
  [/\|\||or(?![\w@])/y, { '||': 'or', or: 'or' }],
  [/&&|and(?![\w@])/y, { '&&': 'and', and: 'and' }],
  [/==|!=|(?:eq|ne)(?![\w@])/y, { '==': '==', '!=': '!=', eq: '==', ne: '!=' }],
  [/<=|>=|<|>|(?:lt|le|gt|ge)(?![\w@])/y, { '<': '<', '<=': '<=', '>': '>', '>=': '>=', lt: '<', le: '<=', gt: '>', ge: '>=' }],
  [/[+-]/y, { '+': '+', '-': '-' }],
  [/[*/%]/y, { '*': '*', '/': '/', '%': '%' }],
];

/** Parses expressions with operators, which `#set`, `#if` and `#elseif` accept. */
export class ExpressionParser extends ValueParser {
  /** Parses a closing parenthesis, with the rest of its line if that is blank. */
  public close(): void {
    if (this.scanner.match(CLOSING) === undefined) {
      this.failUnexpected('a closing parenthesis');
    }
  }

  /** Parses an expression with operators, as in `#set` and `#if`. */
  public expression(level = 0): VelocityExpression {
    if (level === LEVELS.length) {
      return this.unary();
    }
    const { scanner } = this;
    const [pattern, operators] = LEVELS[level];
    const start = scanner.at;
    let left = this.expression(level + 1);
    for (let operator = scanner.match(pattern); operator !== undefined; operator = scanner.match(pattern)) {
      const right = this.expression(level + 1);
      left = { kind: 'operation', operator: operators[operator[0]], left, right, span: scanner.spanFrom(start) };
    }
    return left;
  }

  private unary(): VelocityExpression {
    const { scanner } = this;
    this.skipSpace();
    const start = scanner.at;
    if (scanner.match(NOT) !== undefined) {
      const operand = scanner.nested(() => this.unary());
      return { kind: 'not', operand, span: scanner.spanFrom(start) };
    }
    const value = scanner.accept('(') ? scanner.nested(() => this.inParentheses()) : this.value();
    if (value === undefined) {
      return this.failUnexpected('a value', 'write a reference, a number, true, false, or a quoted string; Velocity has no null literal');
    }
    this.refuseGluedWord(value);
    this.skipSpace();
    this.refuseGluedMinus();
    return value;
  }

  /** A word directly after `)` or `]` of a reference is read as part of it. */
  private refuseGluedWord(value: VelocityExpression): void {
    const { scanner } = this;
    if (value.kind === 'reference' && /[)\]][A-Za-z_]/.test(scanner.text.slice(scanner.at - 1, scanner.at + 1))) {
      scanner.fail('a reference cannot be followed directly by a word', 'add a space between them');
    }
  }

  /** `$a -1` and `5-3` are two values without an operator, because a minus sign is part of the following number. */
  private refuseGluedMinus(): void {
    if (/-[\d.]/y.test(this.scanner.text.slice(this.scanner.at, this.scanner.at + 2))) {
      this.scanner.fail(
        'the minus sign is read as part of the following number, so there are two values without an operator',
        'add a space after the minus sign',
      );
    }
  }

  private inParentheses(): VelocityExpression {
    const inner = this.expression();
    this.close();
    return inner;
  }
}
