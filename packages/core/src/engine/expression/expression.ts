import type { JsonPath, SyntaxFault } from './json-path';

export type { SyntaxFault } from './json-path';

/** The source of a variable's value. */
export type Variable =
  | { readonly source: 'request.header' | 'request.querystring' | 'response.header' | 'context' | 'stageVariables'; readonly name: string }
  /** The whole path without the stage, or a path variable of the route. */
  | { readonly source: 'request.path'; readonly name?: string }
  /** The whole body, or a place in its JSON. */
  | { readonly source: 'request.body' | 'response.body'; readonly path?: JsonPath }
  /** Reads like a variable, but is none that the service knows. */
  | { readonly source: 'unknown'; readonly text: string };

export interface TextPart {
  readonly kind: 'text';
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export interface VariablePart {
  readonly kind: 'variable';
  readonly start: number;
  readonly end: number;
  /** `$request.path` or `${request.path}`. */
  readonly form: 'bare' | 'braced';
  readonly variable: Variable;
  /** Whether the variable contains a fault, which is more informative than the variable. */
  readonly faulty: boolean;
}

export type Part = TextPart | VariablePart;

/** A parsed mapping value: text and variables in order. */
export interface Expression {
  readonly parts: readonly Part[];
  readonly faults: readonly SyntaxFault[];
}

/** Returns the expression as it was written. */
export function printExpression({ parts }: Expression): string {
  return parts.map((part) => (part.kind === 'text' ? part.text : printPart(part))).join('');
}

function printPart({ form, variable }: VariablePart): string {
  return form === 'bare' ? `$${printVariable(variable)}` : `\${${printVariable(variable)}}`;
}

/** Returns a variable as it is written in braces. */
export function printVariable(variable: Variable): string {
  switch (variable.source) {
    case 'unknown':
      return variable.text;
    case 'request.body':
    case 'response.body':
      return variable.source + (variable.path?.text ?? '');
    default:
      return variable.name === undefined ? variable.source : `${variable.source}.${variable.name}`;
  }
}
