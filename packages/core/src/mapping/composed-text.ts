import { Token } from 'aws-cdk-lib';
import type { IMappingValue } from 'aws-cdk-lib/aws-apigatewayv2';
import { printVariable } from '../engine/expression/expression';
import { parseExpression } from '../engine/expression/parse';
import type { Span } from '../engine/problem';

const SPANS = Symbol.for('@apigwv2-integrations/core.textSpans');

/** Maps the keys of a mapping to the literal parts of their values. */
type SpansByKey = Map<string, readonly Span[]>;

/** Marks the literal parts of a value. Other copies of this package can read the mark. */
export function markTextSpans(value: object, spans: readonly Span[]): void {
  Object.defineProperty(value, SPANS, { value: spans });
}

/** The literal parts of a value that `text` or `join` returned. Empty for any other value. */
export function textSpansOf(value: IMappingValue): readonly Span[] {
  return (value as { [SPANS]?: readonly Span[] })[SPANS] ?? [];
}

/** Stores the literal parts of an entry's value on the mapping. */
export function setTextSpans(mapping: object, key: string, spans: readonly Span[]): void {
  const existing = (mapping as { [SPANS]?: SpansByKey })[SPANS];
  if (existing !== undefined) {
    existing.set(key, spans);
  } else if (spans.length > 0) {
    Object.defineProperty(mapping, SPANS, { value: new Map([[key, spans]]) });
  }
}

/** The literal parts of a mapping's values, by key. Empty for a mapping of the CDK's own class. */
export function textSpansByKey(mapping: object): ReadonlyMap<string, readonly Span[]> {
  return (mapping as { [SPANS]?: SpansByKey })[SPANS] ?? new Map();
}

/** A composed value and its literal parts. */
export interface Composition {
  readonly value: string;
  readonly text: readonly Span[];
}

/** Joins text and values, with each variable in braces. */
export function compose(parts: readonly (string | IMappingValue)[]): Composition {
  let value = '';
  const text: Span[] = [];
  for (const part of parts) {
    const start = value.length;
    if (typeof part === 'string') {
      value += part;
      text.push({ start, end: value.length });
    } else {
      const inner = textSpansOf(part);
      // A composed value has its braces already, and literal text in it must not get any.
      value += inner.length > 0 ? part.value : braced(part.value);
      text.push(...inner.map((span) => ({ start: start + span.start, end: start + span.end })));
    }
  }
  return { value, text };
}

/** Adds the braces that a variable needs next to other text. A token is unknown, and is not changed. */
function braced(value: string): string {
  if (Token.isUnresolved(value)) {
    return value;
  }
  const { parts } = parseExpression(value);
  const [first] = parts;
  return parts.length === 1 && first.kind === 'variable' && first.form === 'bare' ? `\${${printVariable(first.variable)}}` : value;
}
