import { isObject } from '@apigwv2-integrations/core/engine';
import { asUtf8, isHeaderName, isHeaderValue, isHopByHop } from '../../gateway/header';
import type { Field } from '../../gateway/message';

/** The headers of a result; undefined if malformed. */
export function headersOf(value: unknown): Field[] | undefined {
  if (value === undefined || value === null) {
    return [];
  }
  if (!isObject(value)) {
    return undefined;
  }
  const fields: Field[] = [];
  for (const name of Object.keys(value)) {
    if (!isReserved(name) && value[name] !== null) {
      const field = headerField(name, value[name]);
      if (field === undefined) {
        return undefined;
      }
      fields.push(field);
    }
  }
  return fields;
}

/** The multi-value headers of a result; undefined if malformed. */
export function multiValueHeadersOf(value: unknown): Field[] | undefined {
  if (value === undefined || value === null) {
    return [];
  }
  if (!isObject(value)) {
    return undefined;
  }
  const fields: Field[] = [];
  for (const name of Object.keys(value)) {
    const values = value[name] ?? [];
    if (!Array.isArray(values)) {
      return undefined;
    }
    for (const each of isReserved(name) ? [] : values) {
      const field = headerField(name, each);
      if (field === undefined) {
        return undefined;
      }
      fields.push(field);
    }
  }
  return fields;
}

/** A Set-Cookie header for each cookie of a result; undefined if malformed. */
export function cookiesOf(value: unknown): Field[] | undefined {
  if (value === undefined || value === null) {
    return [];
  }
  if (!Array.isArray(value)) {
    return undefined;
  }
  const fields: Field[] = [];
  for (const each of value) {
    const field = typeof each === 'string' ? headerField('set-cookie', each) : undefined;
    if (field === undefined) {
      return undefined;
    }
    fields.push(field);
  }
  return fields;
}

/** Headers that only the gateway writes. */
function isReserved(name: string): boolean {
  const lower = name.toLowerCase();
  return lower === 'content-length' || lower.startsWith('apigw-') || isHopByHop(lower);
}

/** Whether a value is text or has a text form. */
function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** A header as sent, in UTF-8; undefined for an invalid name or value. */
function headerField(name: string, value: unknown): Field | undefined {
  if (!isScalar(value) || !isHeaderName(name)) {
    return undefined;
  }
  const text = String(value);
  if (!isHeaderValue(text)) {
    return undefined;
  }
  return [name, /[^\t -~]/.test(text) ? asUtf8(text) : text];
}
