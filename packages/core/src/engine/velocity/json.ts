import type { Budget } from './budget';
import { VelocityList, VelocityMap, type VelocityValue } from './values';

const SPACE = /[ \t\r\n]*/y;
const STRING = /"[^"\\]*(?:\\.[^"\\]*)*"/y;
const NUMBER = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;
const WORDS: Readonly<Record<string, VelocityValue>> = { true: true, false: false, null: null };

/** Parses JSON without losing digits of integers. Returns undefined for invalid JSON. */
export function parseJson(text: string, budget: Budget): VelocityValue | undefined {
  return new JsonReader(budget.text(text), budget).document();
}

class JsonReader {
  private at = 0;

  public constructor(
    private readonly text: string,
    private readonly budget: Budget,
  ) {}

  public document(): VelocityValue | undefined {
    const value = this.value();
    this.match(SPACE);
    return this.at === this.text.length ? value : undefined;
  }

  private value(): VelocityValue | undefined {
    this.budget.spend();
    this.match(SPACE);
    switch (this.text[this.at]) {
      case '{':
        return this.budget.nested(() => this.object());
      case '[':
        return this.budget.nested(() => this.array());
      case '"':
        return this.string();
      default:
        return this.scalar();
    }
  }

  private scalar(): VelocityValue | undefined {
    const number = this.match(NUMBER);
    if (number !== undefined) {
      const [text, fraction, exponent] = number;
      return fraction === undefined && exponent === undefined ? BigInt(text) : Number(text);
    }
    const [word] = this.match(WORD) ?? [];
    return word === undefined ? undefined : WORDS[word];
  }

  private string(): string | undefined {
    const [text] = this.match(STRING) ?? [];
    return text === undefined ? undefined : unescaped(text);
  }

  private array(): VelocityList | undefined {
    const items: VelocityValue[] = [];
    const complete = this.items(']', () => {
      const item = this.value();
      if (item !== undefined) {
        items.push(item);
      }
      return item !== undefined;
    });
    return complete ? new VelocityList(items, true) : undefined;
  }

  private object(): VelocityMap | undefined {
    const map = new VelocityMap();
    const complete = this.items('}', () => {
      this.match(SPACE);
      const key = this.string();
      this.match(SPACE);
      const item = key !== undefined && this.accept(':') ? this.value() : undefined;
      if (key === undefined || item === undefined) {
        return false;
      }
      map.entries.set(key, item);
      return true;
    });
    return complete ? map : undefined;
  }

  /** The content of brackets. */
  private items(closing: string, read: () => boolean): boolean {
    this.at++;
    this.match(SPACE);
    if (this.accept(closing)) {
      return true;
    }
    do {
      if (!read()) {
        return false;
      }
      this.match(SPACE);
    } while (this.accept(','));
    return this.accept(closing);
  }

  private accept(character: string): boolean {
    const stands = this.text[this.at] === character;
    this.at += stands ? 1 : 0;
    return stands;
  }

  private match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text);
    if (match === null) {
      return undefined;
    }
    this.at = pattern.lastIndex;
    return match;
  }
}

function unescaped(text: string): string | undefined {
  try {
    return JSON.parse(text) as string;
  } catch {
    return undefined;
  }
}

/** One step of a JSONPath. */
type PathStep =
  | { readonly kind: 'names'; readonly names: readonly string[] }
  | { readonly kind: 'indexes'; readonly indexes: readonly number[] }
  | { readonly kind: 'slice'; readonly from?: number; readonly to?: number }
  | { readonly kind: 'every' }
  | { readonly kind: 'descend' };

/** A JSONPath. One that may match several values returns a list. */
export interface VelocityJsonPath {
  readonly steps: readonly PathStep[];
  readonly many: boolean;
}

const QUOTED = `'(?:[^'\\\\]|\\\\.)*'|"(?:[^"\\\\]|\\\\.)*"`;

/** The syntax and the meaning of each step. */
const STEPS: readonly (readonly [RegExp, (match: RegExpExecArray) => PathStep])[] = [
  [/\.\.(?=[\w*[])/y, () => ({ kind: 'descend' })],
  [/\.?\*|\.?\[\s*\*\s*\]/y, () => ({ kind: 'every' })],
  [/\.?([^.[\]()*?\s'"]+)/y, ([, name]) => ({ kind: 'names', names: [name] })],
  [
    new RegExp(`\\.?\\[\\s*((?:${QUOTED})(?:\\s*,\\s*(?:${QUOTED}))*)\\s*\\]`, 'y'),
    ([, names]) => ({ kind: 'names', names: (names.match(new RegExp(QUOTED, 'g')) as string[]).map(unquoted) }),
  ],
  [/\.?\[\s*(-?\d{1,9}(?:\s*,\s*-?\d{1,9})*)\s*\]/y, ([, indexes]) => ({ kind: 'indexes', indexes: indexes.split(',').map(Number) })],
  [
    /\.?\[\s*(-?\d{1,9})?\s*:\s*(-?\d{1,9})?\s*\]/y,
    ([, from, to]) => ({
      kind: 'slice',
      from: from === undefined ? undefined : Number(from),
      to: to === undefined ? undefined : Number(to),
    }),
  ],
];

function unquoted(text: string): string {
  return text.slice(1, -1).replace(/\\(.)/gs, '$1');
}

/** Parses a JSONPath. Returns undefined if it is invalid, or contains a filter or a function, which are not supported. */
export function parseVelocityJsonPath(text: string): VelocityJsonPath | undefined {
  const steps: PathStep[] = [];
  const path = text.trim();
  // The service accepts paths without the dollar sign at the beginning.
  let at = path.startsWith('$') ? 1 : 0;
  if (path === '' || path.endsWith('..')) {
    return undefined;
  }
  while (at < path.length) {
    const step = stepAt(path, at);
    if (step === undefined) {
      return undefined;
    }
    steps.push(step[0]);
    at = step[1];
  }
  const many = steps.some(
    (step) =>
      step.kind === 'every' ||
      step.kind === 'descend' ||
      step.kind === 'slice' ||
      (step.kind === 'names' && step.names.length > 1) ||
      (step.kind === 'indexes' && step.indexes.length > 1),
  );
  return { steps, many };
}

function stepAt(path: string, at: number): [PathStep, number] | undefined {
  for (const [pattern, read] of STEPS) {
    pattern.lastIndex = at;
    const match = pattern.exec(path);
    if (match !== null) {
      return [read(match), pattern.lastIndex];
    }
  }
  return undefined;
}

/** Returns the value at a path. Returns undefined if a path that matches at most one value matches none. */
export function readPath(value: VelocityValue, { steps, many }: VelocityJsonPath, budget: Budget): VelocityValue | undefined {
  let found: VelocityValue[] = [value];
  for (const step of steps) {
    found = budget.text(found.flatMap((item) => follow(item, step, budget)));
  }
  return many ? new VelocityList(found, true) : found[0];
}

function follow(value: VelocityValue, step: PathStep, budget: Budget): VelocityValue[] {
  budget.spend();
  switch (step.kind) {
    case 'names':
      return value instanceof VelocityMap
        ? step.names.filter((name) => value.entries.has(name)).map((name) => value.entries.get(name) as VelocityValue)
        : [];
    case 'indexes':
      return value instanceof VelocityList
        ? step.indexes.map((index) => value.items.at(index)).filter((item): item is VelocityValue => item !== undefined)
        : [];
    case 'slice':
      return value instanceof VelocityList ? value.items.slice(step.from, step.to) : [];
    case 'every':
      return childrenOf(value);
    case 'descend':
      return descendants(value, budget);
  }
}

function childrenOf(value: VelocityValue): VelocityValue[] {
  if (value instanceof VelocityList) {
    return value.items;
  }
  return value instanceof VelocityMap ? [...value.entries.values()] : [];
}

/** Returns the value and all nested values, from the outside in. */
function descendants(value: VelocityValue, budget: Budget): VelocityValue[] {
  const found: VelocityValue[] = [value];
  for (let at = 0; at < found.length; at++) {
    budget.spend();
    const children = childrenOf(found[at]);
    found.splice(at + 1, 0, ...children);
  }
  return found;
}
