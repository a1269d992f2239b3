import { isObject } from '../../json';

/** A parameter's value is none that its service could take. */
export class BadValue extends Error {
  public constructor(name: string, value: string, expected: string) {
    const shown = value.length > 100 ? `${value.slice(0, 100)}…` : value;
    super(`the value of ${name} is ${JSON.stringify(shown)}, and has to be ${expected}`);
    this.name = 'BadValue';
  }
}

/** A whole number; whether it is one that the service takes, the service says. */
export function number(value: string, name: string): number {
  if (!/^-?\d{1,15}$/.test(value)) {
    throw new BadValue(name, value, 'a whole number');
  }
  return Number(value);
}

/** Seconds since 1970, or a date and time. */
export function time(value: string, name: string): Date {
  const date = new Date(/^\d{1,11}(?:\.\d+)?$/.test(value) ? Number(value) * 1000 : value);
  if (!/^\d/.test(value) || Number.isNaN(date.getTime())) {
    throw new BadValue(name, value, 'a time such as 2026-01-31T12:00:00Z, or seconds since 1970');
  }
  return date;
}

/** A JSON list of texts, or texts with commas between them. */
export function list(value: string, name: string): readonly string[] {
  if (!value.trimStart().startsWith('[')) {
    return value.split(',').map((item) => item.trim());
  }
  const items = parsed(value);
  if (!Array.isArray(items) || items.some((item) => typeof item !== 'string')) {
    throw new BadValue(name, value, 'a JSON list of texts');
  }
  return items;
}

const TEXTS = ['DataType', 'StringValue'];

/** A JSON object of message attributes, `{"a":{"DataType":"String","StringValue":"b"}}`; bytes are base64. */
export function attributes(value: string, name: string): object {
  const found = parsed(value);
  const entries = isObject(found) ? Object.entries(found) : [[name, undefined] as const];
  return Object.fromEntries(
    entries.map(([attribute, content]) => {
      if (!isAttribute(content)) {
        throw new BadValue(name, value, 'JSON such as {"name":{"DataType":"String","StringValue":"text"}}');
      }
      const { BinaryValue: bytes } = content;
      return [attribute, bytes === undefined ? content : { ...content, BinaryValue: Buffer.from(bytes, 'base64') }];
    }),
  );
}

function isAttribute(content: unknown): content is Readonly<Record<string, string>> {
  return (
    isObject(content) &&
    typeof content['DataType'] === 'string' &&
    Object.entries(content).every(([member, value]) => (TEXTS.includes(member) || member === 'BinaryValue') && typeof value === 'string')
  );
}

function parsed(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}
