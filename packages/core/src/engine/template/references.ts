import { isObject, member } from './json';

/** What a value refers to, as far as a template alone tells. */
export type Reference =
  /** A resource, a parameter or a pseudo parameter. */
  { readonly kind: 'ref'; readonly name: string } | { readonly kind: 'literal'; readonly text: string } | { readonly kind: 'unknown' };

const UNKNOWN: Reference = { kind: 'unknown' };

/** `{ "Ref": X }` or a literal. */
export function referenceOf(value: unknown): Reference {
  if (typeof value === 'string') {
    return { kind: 'literal', text: value };
  }
  const name = member(value, 'Ref') ?? nameInSub(member(value, 'Fn::Sub'), /^\$\{([\w:]+)\}$/);
  return typeof name === 'string' ? { kind: 'ref', name } : UNKNOWN;
}

/** What a route's target names behind `integrations/`, and whether that prefix is there. */
export function targetOf(value: unknown): { integration: Reference; prefixed: boolean } {
  const joined = member(value, 'Fn::Join');
  const sub = nameInSub(member(value, 'Fn::Sub'), /^integrations\/\$\{([\w:]+)\}$/);
  if (sub !== undefined) {
    return { integration: { kind: 'ref', name: sub }, prefixed: true };
  }
  if (joined !== undefined) {
    return { integration: joinedTarget(joined), prefixed: true };
  }
  if (typeof value === 'string') {
    const prefixed = value.startsWith('integrations/');
    return { integration: { kind: 'literal', text: prefixed ? value.slice('integrations/'.length) : value }, prefixed };
  }
  return { integration: referenceOf(value), prefixed: false };
}

/** `["", ["integrations/", { "Ref": X }]]` or `["/", ["integrations", { "Ref": X }]]`. */
function joinedTarget(joined: unknown): Reference {
  const [separator, parts] = Array.isArray(joined) ? joined : [];
  const [first, second, ...rest]: unknown[] = Array.isArray(parts) ? parts : [];
  const joins = typeof separator === 'string' && typeof first === 'string' && `${first}${separator}` === 'integrations/';
  return joins && rest.length === 0 ? referenceOf(second) : UNKNOWN;
}

function nameInSub(sub: unknown, pattern: RegExp): string | undefined {
  return typeof sub === 'string' ? pattern.exec(sub)?.[1] : undefined;
}

/**
 * A text that is equal for equal values, to group by: for texts and for intrinsic functions of texts.
 * Anything deeper is not compared, and gives nothing.
 */
export function identity(value: unknown): string | undefined {
  if (typeof value === 'string') {
    return `"${value}"`;
  }
  const entries = isObject(value) ? Object.entries(value) : [];
  if (entries.length !== 1) {
    return undefined;
  }
  const [name, argument] = entries[0];
  const parts: unknown[] = Array.isArray(argument) ? argument : [argument];
  return parts.every((part) => typeof part === 'string') ? `${name} ${parts.join('.')}` : undefined;
}
