import { isHopByHop } from '../../gateway/header';
import type { Field } from '../../gateway/message';
import { isObject } from '../../json';
import { headerField } from './scalar';

/** The headers of a result; undefined where they are malformed. */
export function headersOf(value: unknown): Field[] | undefined {
  if (value === undefined || value === null) {
    return [];
  }
  if (!isObject(value)) {
    return undefined;
  }
  const fields: Field[] = [];
  for (const name of Object.keys(value)) {
    if (!isOwn(name) && value[name] !== null) {
      const field = headerField(name, value[name]);
      if (field === undefined) {
        return undefined;
      }
      fields.push(field);
    }
  }
  return fields;
}

/** The multi-value headers of a result; undefined where they are malformed. */
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
    for (const each of isOwn(name) ? [] : values) {
      const field = headerField(name, each);
      if (field === undefined) {
        return undefined;
      }
      fields.push(field);
    }
  }
  return fields;
}

/** A Set-Cookie header for each cookie of a result; undefined where they are malformed. */
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

/** What the gateway writes by itself, whatever the function says of it. */
function isOwn(name: string): boolean {
  const lower = name.toLowerCase();
  return lower === 'content-length' || lower.startsWith('apigw-') || isHopByHop(lower);
}
