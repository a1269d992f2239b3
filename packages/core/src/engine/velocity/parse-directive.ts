import type { ExpressionParser } from './parse-expression';
import type { Scanner } from './scanner';
import type { VelocityExpression, VelocityNode } from './tree';

const PARENTHESIS = /[ \t\r\n]*\(/y;
const DIRECTIVE_WORD = /[A-Za-z_@][\w@]*/y;

type Argument = VelocityExpression | { readonly kind: 'bare'; readonly name: string };

/** Parses a directive with its arguments. */
export class DirectiveParser {
  public constructor(
    private readonly scanner: Scanner,
    private readonly expressions: ExpressionParser,
  ) {}

  public set(start: number): VelocityNode {
    const { scanner, expressions } = this;
    expressions.skipSpace();
    const target = expressions.reference();
    if (target === undefined) {
      return expressions.failUnexpected('a reference', 'write #set($name = value)');
    }
    expressions.skipSpace();
    if (scanner.match(/=(?!=)/y) === undefined) {
      return expressions.failUnexpected('"="', 'write #set($name = value)');
    }
    const value = expressions.expression();
    expressions.close();
    return { kind: 'set', source: scanner.sourceFrom(start), target, value, span: scanner.spanFrom(start) };
  }

  public condition(): VelocityExpression {
    const { scanner, expressions } = this;
    expressions.skipSpace();
    if (!scanner.accept('(')) {
      expressions.failUnexpected('an opening parenthesis', 'write the condition in parentheses');
    }
    const condition = expressions.expression();
    expressions.close();
    return condition;
  }

  /** `#foreach($item in $list)`. */
  public foreach(start: number): { readonly variable: string; readonly list: VelocityExpression } {
    const args = this.args();
    const [item, word, list] = args ?? [];
    return args?.length !== 3 || item.kind !== 'reference' || word.kind !== 'bare' || list.kind === 'bare'
      ? this.scanner.fail('#foreach has invalid syntax', 'write #foreach($item in $list)', start, this.scanner.at)
      : { variable: item.name, list };
  }

  /** `#define($name)`. */
  public define(start: number): string {
    const args = this.args();
    const [name] = args ?? [];
    return args?.length !== 1 || name.kind !== 'reference'
      ? this.scanner.fail('#define requires exactly one reference', 'use #define($name), and print it with $name', start, this.scanner.at)
      : name.name;
  }

  /** `#macro(name $argument)`. */
  public macro(start: number): void {
    if (this.args()?.[0]?.kind !== 'bare') {
      this.scanner.fail(
        '#macro has invalid syntax',
        'the service does not support macros: use #define($name), or write the text itself',
        start,
        this.scanner.at,
      );
    }
  }

  /** Returns the values in the arguments of an unsupported directive. */
  public unknown(): VelocityExpression[] {
    return (this.args() ?? []).filter((argument): argument is VelocityExpression => argument.kind !== 'bare');
  }

  /** Parses the arguments of a directive. Returns undefined if it has no parentheses. */
  public args(): Argument[] | undefined {
    const { scanner, expressions } = this;
    if (scanner.match(PARENTHESIS) === undefined) {
      return undefined;
    }
    const args: Argument[] = [];
    for (;;) {
      expressions.skipSpace();
      if (scanner.text[scanner.at] === ')') {
        expressions.close();
        return args;
      }
      if (scanner.accept(',')) {
        expressions.skipSpace();
      }
      args.push(this.argument());
    }
  }

  private argument(): Argument {
    const { scanner, expressions } = this;
    const value = expressions.value();
    if (value !== undefined) {
      return value;
    }
    const [name] = scanner.match(DIRECTIVE_WORD) ?? [];
    return name === undefined
      ? expressions.failUnexpected(
          'an argument',
          'directives accept only values without operators: assign the expression to a variable with #set first',
        )
      : { kind: 'bare', name };
  }
}
