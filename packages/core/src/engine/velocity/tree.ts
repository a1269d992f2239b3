/** Stands in a template for a text that is not known yet, such as the name of a table. */
export const UNKNOWN_TEXT = '\ue000';

/** A part of the template: from `start` up to, not including, `end`. */
export interface VelocitySpan {
  readonly start: number;
  readonly end: number;
}

/** One step behind a reference's name. */
export type VelocityStep =
  | { readonly kind: 'property'; readonly name: string; readonly span: VelocitySpan }
  | { readonly kind: 'method'; readonly name: string; readonly args: readonly VelocityExpression[]; readonly span: VelocitySpan }
  | { readonly kind: 'index'; readonly index: VelocityExpression; readonly span: VelocitySpan };

/** A variable, and what is read of it. */
export interface VelocityReference {
  readonly kind: 'reference';
  readonly name: string;
  readonly steps: readonly VelocityStep[];
  /** As it is written, without what stands before the dollar sign. */
  readonly source: string;
  /** Backslashes before it: an odd number makes text of the reference. */
  readonly backslashes: number;
  /** Further dollar and number signs before it, which print as they are. */
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

/** `#if`, `#elseif` or `#else` with what follows it. */
export interface VelocityBranch {
  /** The directive with its condition, as it is written. */
  readonly source: string;
  /** Nothing for `#else`. */
  readonly condition?: VelocityExpression;
  readonly body: readonly VelocityNode[];
}

export type VelocityNode =
  /** `output` is what prints: a comment prints nothing, and an escaped directive loses a backslash. */
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

/** Why a template does not parse. */
export interface VelocityFault {
  readonly message: string;
  readonly remedy: string;
  readonly span: VelocitySpan;
}

/** A template's text, from its tree. */
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

/** The line and the column of a place, both counted from 1. */
export function positionOf(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset).split(/\r\n|\r|\n/);
  return { line: before.length, column: before[before.length - 1].length + 1 };
}

const MAX_CONTEXT_CHARACTERS = 40;

/** The line of a place, and under it a caret: two lines, short even for a long template. */
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
