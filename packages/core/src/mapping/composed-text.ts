import type { IMappingValue } from 'aws-cdk-lib/aws-apigatewayv2';
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
