import { type Budget, VelocityRuntimeError } from './budget';
import { at, type Methods, slice } from './method-types';
import { JavaRegex } from './regex';
import { compareNumbers, printValue, VelocityList, type VelocityValue } from './values';

/** Java's `hashCode` of a string, which some templates use as a short key. */
function hashOf(text: string): bigint {
  let hash = 0;
  for (let index = 0; index < text.length; index++) {
    hash = (Math.imul(hash, 31) + text.charCodeAt(index)) | 0;
  }
  return BigInt(hash);
}

/** Java's `trim` removes control characters and spaces, but no other white space. */
function trim(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && text[start] <= ' ') {
    start++;
  }
  while (end > start && text[end - 1] <= ' ') {
    end--;
  }
  return text.slice(start, end);
}

function parsedInteger(text: string, bits: number): bigint {
  const value = /^[+-]?\d{1,40}$/.test(text) ? BigInt(text.replace('+', '')) : undefined;
  if (value === undefined || BigInt.asIntN(bits, value) !== value) {
    throw new VelocityRuntimeError(`${JSON.stringify(text)} is not a ${bits}-bit integer`, 'check it with matches("-?\\d+") first');
  }
  return value;
}

function parsedDouble(text: string): number {
  if (!/^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*$/.test(text)) {
    throw new VelocityRuntimeError(`${JSON.stringify(text)} is not a number`, 'check it with matches first');
  }
  return Number(text);
}

/** Splits a string. As in Java, trailing empty parts are omitted unless there is a limit. */
function split(self: string, pattern: string, limit: number, budget: Budget): VelocityList {
  const parts: string[] = [];
  let last = 0;
  for (const [start, end] of new JavaRegex(pattern, budget).all(self)) {
    if (limit > 0 && parts.length === limit - 1) {
      break;
    }
    if (end > 0 && (end > start || start < self.length)) {
      parts.push(self.slice(last, start));
      last = end;
    }
  }
  parts.push(self.slice(last));
  while (limit === 0 && parts.length > 1 && parts[parts.length - 1] === '') {
    parts.pop();
  }
  return new VelocityList(parts);
}

const compareTexts = (left: string, right: string) => {
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index++) {
    const difference = left.charCodeAt(index) - right.charCodeAt(index);
    if (difference !== 0) {
      return BigInt(difference);
    }
  }
  return BigInt(left.length - right.length);
};

export const STRING_METHODS: Methods = {
  'length()': (self: string) => BigInt(self.length),
  'isEmpty()': (self: string) => self === '',
  'charAt(i)': (self: string, [index]: bigint[]) => self[at(index, self.length)],
  'substring(i)': (self: string, [from]: bigint[]) => self.slice(at(from, self.length, self.length)),
  'substring(ii)': (self: string, [from, to]: bigint[]) => slice(from, to, self as string, (start, end) => self.slice(start, end)),
  'contains(s)': (self: string, [text]: string[]) => self.includes(text),
  'indexOf(s)': (self: string, [text]: string[]) => BigInt(self.indexOf(text)),
  'indexOf(i)': (self: string, [code]: bigint[]) => BigInt(self.indexOf(String.fromCharCode(Number(code)))),
  'indexOf(si)': (self: string, [text, from]: [string, bigint]) => BigInt(self.indexOf(text, Number(from))),
  'lastIndexOf(s)': (self: string, [text]: string[]) => BigInt(self.lastIndexOf(text)),
  'startsWith(s)': (self: string, [text]: string[]) => self.startsWith(text),
  'endsWith(s)': (self: string, [text]: string[]) => self.endsWith(text),
  'equalsIgnoreCase(s)': (self: string, [text]: string[]) => self.toLowerCase() === text.toLowerCase(),
  'compareTo(s)': (self: string, [text]: string[]) => compareTexts(self, text),
  'compareToIgnoreCase(s)': (self: string, [text]: string[]) => compareTexts(self.toLowerCase(), text.toLowerCase()),
  'concat(s)': (self: string, [text]: string[], budget) => budget.text(self + text),
  'replace(ss)': (self: string, [from, to]: string[], budget) => replaceText(self, from, to, budget),
  'replaceAll(ss)': (self: string, [from, to]: string[], budget) => new JavaRegex(from, budget).replace(self, to),
  'replaceFirst(ss)': (self: string, [from, to]: string[], budget) => new JavaRegex(from, budget).replace(self, to, 1),
  'matches(s)': (self: string, [pattern]: string[], budget) => new JavaRegex(pattern, budget).matches(self),
  'split(s)': (self: string, [pattern]: string[], budget) => split(self, pattern, 0, budget),
  'split(si)': (self: string, [pattern, limit]: [string, bigint], budget) => split(self, pattern, Number(limit), budget),
  'toLowerCase()': (self: string) => self.toLowerCase(),
  'toUpperCase()': (self: string) => self.toUpperCase(),
  'trim()': (self: string) => trim(self),
  'hashCode()': (self: string) => hashOf(self),
  'valueOf(o)': (_self: string, [value]: VelocityValue[], budget) => printValue(value, budget),
};

function replaceText(self: string, from: string, to: string, budget: Budget): string {
  const count = from === '' ? self.length + 1 : self.split(from).length - 1;
  budget.size(self.length + count * Math.max(0, to.length - from.length));
  return self.replaceAll(from, () => to);
}

export const INTEGER_METHODS: Methods = {
  'intValue()': (self: bigint) => BigInt.asIntN(32, self),
  'longValue()': (self: bigint) => BigInt.asIntN(64, self),
  'doubleValue()': (self: bigint) => Number(self),
  'compareTo(i)': (self: bigint, [other]: bigint[]) => BigInt(compareNumbers(self, other)),
  'hashCode()': (self: bigint) => BigInt.asIntN(32, self),
  'parseInt(s)': (_self: bigint, [text]: string[]) => parsedInteger(text, 32),
  'parseLong(s)': (_self: bigint, [text]: string[]) => parsedInteger(text, 64),
  'valueOf(s)': (_self: bigint, [text]: string[]) => parsedInteger(text, 32),
};

export const DOUBLE_METHODS: Methods = {
  'intValue()': (self: number) => BigInt(Math.max(-2147483648, Math.min(2147483647, Math.trunc(self) || 0))),
  'longValue()': (self: number) => BigInt.asIntN(64, BigInt(Math.trunc(Number.isFinite(self) ? self : 0))),
  'doubleValue()': (self: number) => self,
  'isNaN()': (self: number) => Number.isNaN(self),
  'parseDouble(s)': (_self: number, [text]: string[]) => parsedDouble(text),
  'valueOf(s)': (_self: number, [text]: string[]) => parsedDouble(text),
};

export const BOOLEAN_METHODS: Methods = {
  'booleanValue()': (self: boolean) => self,
  'parseBoolean(s)': (_self: boolean, [text]: string[]) => text.toLowerCase() === 'true',
};
