import type { JsonPath, JsonStep } from '../expression/json-path';

/** The maximum length of a body for JSONPath; the service truncates a longer body first. */
const MAX_BYTES = 100 * 1024;
const MAX_BYTES_A_CHARACTER = 3;

/** A body, which is parsed once, and only if a mapping reads a field. */
export class Body {
  private parsed?: { readonly value: unknown };

  public constructor(private readonly text: string | undefined) {}

  /** Returns the whole body, or the value at a path as text; undefined if there is none. */
  public read(path: JsonPath | undefined): string | undefined {
    return path === undefined ? this.text : asText(path.steps.reduce(step, [this.value()]), path);
  }

  private value(): unknown {
    this.parsed ??= { value: parse(this.text) };
    return this.parsed.value;
  }
}

function parse(text: string | undefined): unknown {
  if (text === undefined || exceeds(text)) {
    return undefined;
  }
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function exceeds(text: string): boolean {
  return text.length * MAX_BYTES_A_CHARACTER > MAX_BYTES && Buffer.byteLength(text) > MAX_BYTES;
}

function step(values: readonly unknown[], into: JsonStep): unknown[] {
  switch (into.kind) {
    case 'name':
      return values
        .filter((value) => isObject(value) && Object.hasOwn(value, into.name))
        .map((value) => (value as Record<string, unknown>)[into.name]);
    case 'index':
      return values.filter(Array.isArray).flatMap((value) => {
        const at = into.index < 0 ? value.length + into.index : into.index;
        return at in value ? [value[at]] : [];
      });
    case 'unknown':
      return [];
    case 'every':
      return values.flatMap((value) => (Array.isArray(value) ? value : isObject(value) ? Object.values(value) : []));
  }
}

function asText(values: readonly unknown[], { steps }: JsonPath): string | undefined {
  const many = steps.some(({ kind }) => kind === 'every');
  const value = many && values.length > 0 ? values : values[0];
  if (value === undefined || value === null) {
    return undefined;
  }
  return typeof value === 'string' ? value : stringify(value);
}

function stringify(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    throw new RangeError(
      '[BodyTooDeep] the JSON at the mapped path is nested too deeply to be converted to text: map a path further inside',
    );
  }
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value);
