import { asUtf8, isHeaderName, isHeaderValue } from '../../gateway/header';
import type { Field } from '../../gateway/message';

/** Whether a value of a result is text, or is written as text. */
export function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** A header as it goes over the wire, in bytes of UTF-8; undefined for what can be none. */
export function headerField(name: string, value: unknown): Field | undefined {
  if (!isScalar(value) || !isHeaderName(name)) {
    return undefined;
  }
  const text = String(value);
  if (!isHeaderValue(text)) {
    return undefined;
  }
  return [name, /[^\t -~]/.test(text) ? asUtf8(text) : text];
}
