import type { Resource } from './resource';

/** A piece of a resolved CloudFormation value. */
export type Segment =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'reference'; readonly resource: Resource; readonly attribute?: string }
  | { readonly kind: 'unknown'; readonly name: string }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly ResolvedValue[] };

/** A resolved CloudFormation value: text and what is known only once it is deployed, in the order in which they are joined. */
export type ResolvedValue = readonly Segment[];

/** A value that is nothing but text. */
export function text(value: string): ResolvedValue {
  return value === '' ? [] : [{ kind: 'text', text: value }];
}

/** A value that is known only once it is deployed, such as `AWS::Region`. */
export function unknown(name: string): ResolvedValue {
  return [{ kind: 'unknown', name }];
}

/** The value one after the other, neighbouring texts made one. */
export function concat(values: readonly ResolvedValue[]): ResolvedValue {
  const parts: Segment[] = [];
  for (const part of values.flat()) {
    const last = parts.at(-1);
    if (part.kind === 'text' && last?.kind === 'text') {
      parts[parts.length - 1] = { kind: 'text', text: last.text + part.text };
    } else {
      parts.push(part);
    }
  }
  return parts;
}

/** The value's text, when nothing in it has to wait for the deployment. */
export function plainText(value: ResolvedValue): string | undefined {
  return value.every((part) => part.kind === 'text') ? value.map((part) => (part.kind === 'text' ? part.text : '')).join('') : undefined;
}

/** The resource that the value as a whole refers to. */
export function wholeReference(value: ResolvedValue): Extract<Segment, { kind: 'reference' }> | undefined {
  const [only, ...rest] = value;
  return only?.kind === 'reference' && rest.length === 0 ? only : undefined;
}
