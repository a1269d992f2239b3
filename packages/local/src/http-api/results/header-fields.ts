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
  const names = Object.keys(value).filter((name) => !isReserved(name) && value[name] !== null);
  return validFields(names.map((name) => headerField(name, value[name])));
}

/** The multi-value headers of a result; undefined if malformed. */
export function multiValueHeadersOf(value: unknown): Field[] | undefined {
  if (value === undefined || value === null) {
    return [];
  }
  if (!isObject(value)) {
    return undefined;
  }
  const fields = Object.keys(value).flatMap((name) => {
    const values = value[name] ?? [];
    if (!Array.isArray(values)) {
      return [undefined];
    }
    return isReserved(name) ? [] : values.map((each) => headerField(name, each));
  });
  return validFields(fields);
}

/** A Set-Cookie header for each cookie of a result; undefined if malformed. */
export function cookiesOf(value: unknown): Field[] | undefined {
  if (value === undefined || value === null) {
    return [];
  }
  return Array.isArray(value)
    ? validFields(value.map((each) => (typeof each === 'string' ? headerField('set-cookie', each) : undefined)))
    : undefined;
}

/** All fields; undefined if one of them is invalid. */
function validFields(fields: readonly (Field | undefined)[]): Field[] | undefined {
  return fields.includes(undefined) ? undefined : (fields as Field[]);
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
