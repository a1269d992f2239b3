import type { Resource } from './resource';

/** A piece of a resolved CloudFormation value. */
export type Segment =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'reference'; readonly resource: Resource; readonly attribute?: string }
  | { readonly kind: 'unknown'; readonly name: string }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly ResolvedValue[] };

/** A resolved CloudFormation value: known text and deploy-time values, in order. */
export type ResolvedValue = readonly Segment[];

/** A value that consists of text only. */
export function text(value: string): ResolvedValue {
  return value === '' ? [] : [{ kind: 'text', text: value }];
}

/** A deploy-time value, such as `AWS::Region`. */
export function unknown(name: string): ResolvedValue {
  return [{ kind: 'unknown', name }];
}

/** Joins values; adjacent texts become one. */
export function concat(values: readonly ResolvedValue[]): ResolvedValue {
  const segments: Segment[] = [];
  for (const segment of values.flat()) {
    const last = segments.at(-1);
    if (segment.kind === 'text' && last?.kind === 'text') {
      segments[segments.length - 1] = { kind: 'text', text: last.text + segment.text };
    } else {
      segments.push(segment);
    }
  }
  return segments;
}

/** Returns the text of a value; undefined if part of it is unknown before deployment. */
export function plainText(value: ResolvedValue): string | undefined {
  const texts = value.flatMap((segment) => (segment.kind === 'text' ? [segment.text] : []));
  return texts.length === value.length ? texts.join('') : undefined;
}

/** Returns the resource to which the whole value refers. */
export function wholeReference(value: ResolvedValue): Extract<Segment, { kind: 'reference' }> | undefined {
  const [only, ...rest] = value;
  return only?.kind === 'reference' && rest.length === 0 ? only : undefined;
}
