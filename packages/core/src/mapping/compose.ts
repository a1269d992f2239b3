import { Token } from 'aws-cdk-lib';
import type { IMappingValue } from 'aws-cdk-lib/aws-apigatewayv2';
import { printVariable } from '../engine/expression/expression';
import { parseExpression } from '../engine/expression/parse';
import type { Span } from '../engine/problem';
import { textIn } from './composed-text';

/** What a composed value is made of: its text for the service, and which parts of it are meant as text. */
export interface Composition {
  readonly value: string;
  readonly text: readonly Span[];
}

/** Puts text and values together, each variable in braces. */
export function compose(parts: readonly (string | IMappingValue)[]): Composition {
  let value = '';
  const text: Span[] = [];
  for (const part of parts) {
    const start = value.length;
    if (typeof part === 'string') {
      value += part;
      text.push({ start, end: value.length });
    } else {
      const inner = textIn(part);
      // What was composed has its braces; a text in it that looks like a variable must not get any.
      value += inner.length > 0 ? part.value : braced(part.value);
      text.push(...inner.map((span) => ({ start: start + span.start, end: start + span.end })));
    }
  }
  return { value, text };
}

/** A lone variable needs braces beside other text. A token is unknown, and stays as it is. */
function braced(value: string): string {
  if (Token.isUnresolved(value)) {
    return value;
  }
  const { parts } = parseExpression(value);
  const [first] = parts;
  return parts.length === 1 && first.kind === 'variable' && first.form === 'bare' ? `\${${printVariable(first.variable)}}` : value;
}
