import { isObject, member } from './json';
import { concat, plainText, type ResolvedValue, type Segment, text } from './segment';

/** The target of a reference, as far as a single template shows it. */
export type Reference =
  /** A resource, a parameter or a pseudo parameter. */
  { readonly kind: 'ref'; readonly name: string } | { readonly kind: 'literal'; readonly text: string } | { readonly kind: 'unknown' };

const UNKNOWN: Reference = { kind: 'unknown' };
const TARGET_PREFIX = 'integrations/';

/** `{ "Ref": X }` or a literal. */
export function referenceOf(value: unknown): Reference {
  if (typeof value === 'string') {
    return { kind: 'literal', text: value };
  }
  const name = member(value, 'Ref') ?? nameInSub(member(value, 'Fn::Sub'), /^\$\{([\w:]+)\}$/);
  return typeof name === 'string' ? { kind: 'ref', name } : UNKNOWN;
}

/** Returns the reference after `integrations/` in a route's target, and whether that prefix is present. */
export function targetOf(target: ResolvedValue): { integration: Reference; prefixed: boolean } {
  const [first, ...rest] = target;
  const prefixed = first?.kind === 'text' && first.text.startsWith(TARGET_PREFIX);
  const id = prefixed ? concat([text(first.text.slice(TARGET_PREFIX.length)), rest]) : target;
  const plain = plainText(id);
  if (plain !== undefined) {
    return { integration: { kind: 'literal', text: plain }, prefixed };
  }
  const [segment, ...others] = id;
  const name = others.length === 0 ? nameOf(segment) : undefined;
  return { integration: name === undefined ? UNKNOWN : { kind: 'ref', name }, prefixed };
}

/** Returns the name in a `Ref`: a resource, a parameter or a pseudo parameter. */
function nameOf(segment: Segment): string | undefined {
  if (segment.kind === 'reference') {
    return segment.attribute === undefined ? segment.resource.logicalId : undefined;
  }
  return segment.kind === 'unknown' && /^[\w:]+$/.test(segment.name) ? segment.name : undefined;
}

function nameInSub(sub: unknown, pattern: RegExp): string | undefined {
  return typeof sub === 'string' ? pattern.exec(sub)?.[1] : undefined;
}

/**
 * Returns a key that is equal for equal values: for strings and for intrinsic functions of strings.
 * Returns undefined for anything deeper, which is not compared.
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
