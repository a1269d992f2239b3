/** A placeholder in a template for text that is not known yet, such as the name of a table. */
export const UNKNOWN_TEXT = '\ue000';

/** A part of the template, from `start` (inclusive) to `end` (exclusive). */
export interface VelocitySpan {
  readonly start: number;
  readonly end: number;
}

/** One step after the name of a reference. */
export type VelocityStep =
  | { readonly kind: 'property'; readonly name: string; readonly span: VelocitySpan }
  | { readonly kind: 'method'; readonly name: string; readonly args: readonly VelocityExpression[]; readonly span: VelocitySpan }
  | { readonly kind: 'index'; readonly index: VelocityExpression; readonly span: VelocitySpan };

/** A variable, with the steps that read its parts. */
export interface VelocityReference {
  readonly kind: 'reference';
  readonly name: string;
  readonly steps: readonly VelocityStep[];
  /** The source text, without characters before the dollar sign. */
  readonly source: string;
  /** The number of preceding backslashes. With an odd number, the reference is literal text. */
  readonly backslashes: number;
  /** Preceding dollar and number signs, which are printed unchanged. */
  readonly prefix: string;
  readonly quiet: boolean;
  readonly span: VelocitySpan;
}

export type VelocityOperator = 'or' | 'and' | '==' | '!=' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*' | '/' | '%';

export type VelocityExpression =
  | VelocityReference
  | { readonly kind: 'text'; readonly value: string; readonly span: VelocitySpan }
  /** A string in double quotes with a reference or a directive in it. */
  | { readonly kind: 'interpolated'; readonly parts: readonly VelocityNode[]; readonly span: VelocitySpan }
  /** An integer is a bigint, a floating-point number is a number. */
  | { readonly kind: 'number'; readonly value: bigint | number; readonly span: VelocitySpan }
  | { readonly kind: 'boolean'; readonly value: boolean; readonly span: VelocitySpan }
  /** A bare word as an argument of a method, such as `null`, has no value. */
  | { readonly kind: 'word'; readonly name: string; readonly span: VelocitySpan }
  | { readonly kind: 'list'; readonly items: readonly VelocityExpression[]; readonly span: VelocitySpan }
  | { readonly kind: 'range'; readonly from: VelocityExpression; readonly to: VelocityExpression; readonly span: VelocitySpan }
  | {
      readonly kind: 'map';
      readonly entries: readonly (readonly [VelocityExpression, VelocityExpression])[];
      readonly span: VelocitySpan;
    }
  | { readonly kind: 'not'; readonly operand: VelocityExpression; readonly span: VelocitySpan }
  | {
      readonly kind: 'operation';
      readonly operator: VelocityOperator;
      readonly left: VelocityExpression;
      readonly right: VelocityExpression;
      readonly span: VelocitySpan;
    };

/** `#if`, `#elseif` or `#else` with its body. */
export interface VelocityBranch {
  /** The source text of the directive with its condition. */
  readonly source: string;
  /** Undefined for `#else`. */
  readonly condition?: VelocityExpression;
  readonly body: readonly VelocityNode[];
}

export type VelocityNode =
  /** `output` is the printed text: empty for a comment, and without one backslash for an escaped directive. */
  | { readonly kind: 'text'; readonly source: string; readonly output: string; readonly span: VelocitySpan }
  | VelocityReference
  /**
   * A brace or a word directly behind a reference: the engine takes it and what belongs to it for another reference,
   * and prints the brace or the word alone.
   */
  | { readonly kind: 'swallowed'; readonly source: string; readonly output: string; readonly span: VelocitySpan }
  | {
      readonly kind: 'set';
      readonly source: string;
      readonly target: VelocityReference;
      readonly value: VelocityExpression;
      readonly span: VelocitySpan;
    }
  | { readonly kind: 'if'; readonly branches: readonly VelocityBranch[]; readonly end: string; readonly span: VelocitySpan }
  | {
      readonly kind: 'foreach';
      readonly source: string;
      readonly variable: string;
      readonly list: VelocityExpression;
      readonly body: readonly VelocityNode[];
      readonly end: string;
      readonly span: VelocitySpan;
    }
  | {
      readonly kind: 'define';
      readonly source: string;
      readonly name: string;
      readonly body: readonly VelocityNode[];
      readonly end: string;
      readonly span: VelocitySpan;
    }
  | { readonly kind: 'stop' | 'break'; readonly source: string; readonly span: VelocitySpan }
  /** The service drops the definition of a macro. */
  | {
      readonly kind: 'macro';
      readonly source: string;
      readonly body: readonly VelocityNode[];
      readonly end: string;
      readonly span: VelocitySpan;
    }
  /** A directive that the service does not have prints as it is written. */
  | {
      readonly kind: 'unknown';
      readonly name: string;
      readonly source: string;
      readonly args: readonly VelocityExpression[];
      readonly span: VelocitySpan;
    };

/** A parsed template. */
export interface VelocityTemplate {
  readonly source: string;
  readonly nodes: readonly VelocityNode[];
}

/** A syntax error of a template. */
export interface VelocityFault {
  readonly message: string;
  readonly remedy: string;
  readonly span: VelocitySpan;
}

/** Returns the text of a template from its tree. */
export function printVelocity(nodes: readonly VelocityNode[]): string {
  return nodes.map(printNode).join('');
}

function printNode(node: VelocityNode): string {
  switch (node.kind) {
    case 'reference':
      return '\\'.repeat(node.backslashes) + node.prefix + node.source;
    case 'if':
      return node.branches.map(({ source, body }) => source + printVelocity(body)).join('') + node.end;
    case 'foreach':
    case 'define':
    case 'macro':
      return node.source + printVelocity(node.body) + node.end;
    default:
      return node.source;
  }
}

/** Returns the line and the column of a position, both counted from 1. */
export function positionOf(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset).split(/\r\n|\r|\n/);
  return { line: before.length, column: before[before.length - 1].length + 1 };
}

const MAX_CONTEXT_CHARACTERS = 40;

/** Returns the line of a span with carets under it: two lines, shortened for a long template. */
export function velocityExcerpt(text: string, { start, end }: VelocitySpan): string {
  const lineStart = Math.max(text.lastIndexOf('\n', start - 1), text.lastIndexOf('\r', start - 1)) + 1;
  const lineBreak = text.slice(start).search(/[\r\n]/);
  const lineEnd = lineBreak < 0 ? text.length : start + lineBreak;
  const from = Math.max(lineStart, start - MAX_CONTEXT_CHARACTERS);
  const to = Math.min(lineEnd, Math.max(end, start + 1) + MAX_CONTEXT_CHARACTERS);
  const ellipsis = from > lineStart ? '…' : '';
  const line = `${ellipsis}${text.slice(from, to)}${to < lineEnd ? '…' : ''}`.replaceAll('\t', ' ');
  const width = Math.min(Math.max(Math.min(end, lineEnd) - start, 1), 2 * MAX_CONTEXT_CHARACTERS);
  return `${line}\n${' '.repeat(ellipsis.length + start - from)}${'^'.repeat(width)}`;
}
