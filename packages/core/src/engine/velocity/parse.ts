import { DirectiveParser } from './parse-directive';
import { TextParser } from './parse-text';
import { Scanner, VelocitySyntaxError } from './scanner';
import type { VelocityBranch, VelocityExpression, VelocityFault, VelocityNode, VelocityTemplate } from './tree';

const BLANK_LINE_END = /[ \t]*(?:\r\n|\n|\r)/y;

/** A directive that belongs to an enclosing block. */
interface Ending {
  readonly name: 'end' | 'else' | 'elseif';
  readonly start: number;
}

/** Parses a template. Stops at the first fault, because the following text is ambiguous. */
export function parseVelocity(source: string): VelocityTemplate | VelocityFault {
  try {
    return { source, nodes: parseAll(new Scanner(source)) };
  } catch (error) {
    if (error instanceof VelocitySyntaxError) {
      return error.fault;
    }
    throw error;
  }
}

/** Whether a template has a syntax error. */
export function isVelocityFault(parsed: VelocityTemplate | VelocityFault): parsed is VelocityFault {
  return 'message' in parsed;
}

function parseAll(scanner: Scanner): readonly VelocityNode[] {
  return new TemplateParser(scanner).all();
}

class TemplateParser extends TextParser {
  private readonly directives: DirectiveParser;
  /** The last parsed directive that belongs to an enclosing block. */
  private ending?: Ending;

  public constructor(scanner: Scanner) {
    super(scanner, parseAll);
    this.directives = new DirectiveParser(scanner, this.expressions);
  }

  public all(): readonly VelocityNode[] {
    const nodes = this.nodes();
    if (this.ending !== undefined) {
      const { name, start } = this.ending;
      this.scanner.fail(
        `#${name} does not belong to a block`,
        name === 'end' ? 'remove it, or open a block before it' : 'write #elseif before #else, and both before #end',
        start,
        this.scanner.at,
      );
    }
    return nodes;
  }

  /** Parses nodes up to the end of the text or of the block. */
  private nodes(): VelocityNode[] {
    const nodes: VelocityNode[] = [];
    this.ending = undefined;
    while (!this.scanner.atEnd && this.ending === undefined) {
      const node = this.node();
      if (node !== undefined) {
        nodes.push(node);
      }
    }
    return nodes;
  }

  protected set(start: number): VelocityNode {
    return this.directives.set(start);
  }

  protected directive(name: string, start: number): VelocityNode | undefined {
    switch (name) {
      case 'end':
      case 'else':
        this.scanner.match(BLANK_LINE_END);
        this.ending = { name, start };
        return undefined;
      case 'elseif':
        this.ending = { name, start };
        return undefined;
      case 'if':
        return this.scanner.nested(() => this.if(start));
      case 'foreach':
        return this.scanner.nested(() => this.foreach(start));
      case 'define':
        return this.scanner.nested(() => this.define(start));
      case 'macro':
        return this.scanner.nested(() => this.macro(start));
      case 'stop':
      case 'break':
        this.directives.args();
        return { kind: name, source: this.scanner.sourceFrom(start), span: this.scanner.spanFrom(start) };
      default:
        return name === 'literal' || name.startsWith('@')
          ? this.scanner.nested(() => this.verbatimBlock(name, start))
          : this.unknown(name, start);
    }
  }

  private if(start: number): VelocityNode {
    const { scanner } = this;
    const branches: VelocityBranch[] = [];
    let headStart = start;
    let condition: VelocityExpression | undefined = this.directives.condition();
    for (;;) {
      const source = scanner.sourceFrom(headStart);
      const body = this.nodes();
      branches.push({ source, condition, body });
      const ending = this.block('#if', start);
      if (ending.name === 'end') {
        return { kind: 'if', branches, end: scanner.sourceFrom(ending.start), span: scanner.spanFrom(start) };
      }
      if (condition === undefined) {
        scanner.fail(`#${ending.name} follows the #else of the same #if`, 'put #else last', ending.start, scanner.at);
      }
      headStart = ending.start;
      condition = ending.name === 'elseif' ? this.directives.condition() : undefined;
    }
  }

  /** Returns the directive that ended the body of a block. Fails at the end of the text. */
  private block(name: string, start: number): Ending {
    const { ending } = this;
    this.ending = undefined;
    return (
      ending ??
      this.scanner.fail(
        `the ${name} block is not closed: its #end is missing`,
        'add #end after it, or #{end} if a letter follows directly',
        start,
        start + name.length,
      )
    );
  }

  /** Parses the rest of a block that only `#end` can close. */
  private body(name: string, start: number): { body: VelocityNode[]; end: string } {
    const body = this.nodes();
    const ending = this.block(name, start);
    if (ending.name !== 'end') {
      this.scanner.fail(
        `#${ending.name} does not belong to an #if`,
        `close the ${name} block with #end first`,
        ending.start,
        this.scanner.at,
      );
    }
    return { body, end: this.scanner.sourceFrom(ending.start) };
  }

  private foreach(start: number): VelocityNode {
    const { scanner } = this;
    const head = this.directives.foreach(start);
    const source = scanner.sourceFrom(start);
    return { kind: 'foreach', source, ...head, ...this.body('#foreach', start), span: scanner.spanFrom(start) };
  }

  private define(start: number): VelocityNode {
    const { scanner } = this;
    const name = this.directives.define(start);
    const source = scanner.sourceFrom(start);
    return { kind: 'define', source, name, ...this.body('#define', start), span: scanner.spanFrom(start) };
  }

  private macro(start: number): VelocityNode {
    const { scanner } = this;
    this.directives.macro(start);
    const source = scanner.sourceFrom(start);
    return { kind: 'macro', source, ...this.body('#macro', start), span: scanner.spanFrom(start) };
  }

  /** Parses a block that is printed unchanged: `#literal` without its directives, an unknown directive with them. */
  private verbatimBlock(name: string, start: number): VelocityNode {
    const { scanner } = this;
    if (this.directives.args() === undefined) {
      return this.text(start);
    }
    const from = scanner.at;
    const { end } = this.body(`#${name}`, start);
    return name === 'literal' ? this.text(start, scanner.text.slice(from, scanner.at - end.length)) : this.text(start);
  }

  private unknown(name: string, start: number): VelocityNode {
    const { scanner } = this;
    const args = this.directives.unknown();
    return { kind: 'unknown', name, source: scanner.sourceFrom(start), args, span: scanner.spanFrom(start) };
  }
}
