import { Token } from 'aws-cdk-lib';
import type { IMappingValue } from 'aws-cdk-lib/aws-apigatewayv2';
import { printVariable } from '../engine/expression/expression';
import { parseExpression } from '../engine/expression/parse';
import type { Span } from '../engine/problem';

const SPANS = Symbol.for('@apigwv2-integrations/core.textSpans');

/** From the keys of a mapping to the parts of their values that are meant as text. */
type SpansByKey = Map<string, readonly Span[]>;

/** Marks the parts of a value that are meant as text, where another copy of this package finds them too. */
export function markText(value: object, spans: readonly Span[]): void {
  Object.defineProperty(value, SPANS, { value: spans });
}

/** The parts of a value that are meant as text, as `text` and `join` composed it; none of any other value. */
export function textIn(value: IMappingValue): readonly Span[] {
  return (value as { [SPANS]?: readonly Span[] })[SPANS] ?? [];
}

/** Remembers, beside a mapping's entry, which parts of its value are meant as text. */
export function keepText(mapping: object, key: string, spans: readonly Span[]): void {
  const known = (mapping as { [SPANS]?: SpansByKey })[SPANS];
  if (known !== undefined) {
    known.set(key, spans);
  } else if (spans.length > 0) {
    Object.defineProperty(mapping, SPANS, { value: new Map([[key, spans]]) });
  }
}

/** The parts that are meant as text, by the keys of a mapping; none of a mapping of the CDK's. */
export function textByKey(mapping: object): ReadonlyMap<string, readonly Span[]> {
  return (mapping as { [SPANS]?: SpansByKey })[SPANS] ?? new Map();
}

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
