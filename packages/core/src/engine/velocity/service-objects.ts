import { type Budget, VelocityRuntimeError } from './budget';
import { parseJson, parseVelocityJsonPath, readPath, type VelocityJsonPath } from './json';
import { printJson, printValue, VelocityList, VelocityMap, VelocityObject, type VelocityValue } from './values';

/** The input of a template, as plain data. */
export interface VelocityInput {
  /** The message, or the response of the backend. */
  readonly body?: string;
  readonly path?: Readonly<Record<string, string>>;
  readonly queryString?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Nested, or with dots in the names. */
  readonly context?: Readonly<Record<string, unknown>>;
  readonly stageVariables?: Readonly<Record<string, string>>;
}

/** The members of `$input`. */
export const INPUT_MEMBERS = ['body', 'json', 'params', 'path'] as const;
/** The members of `$util`. */
export const UTIL_MEMBERS = ['base64Decode', 'base64Encode', 'escapeJavaScript', 'parseJson', 'urlDecode', 'urlEncode'] as const;

/** The output for an empty body. */
const EMPTY_BODY = '{}';

/** The object `$input`: the request or the response. */
export class InputObject extends VelocityObject {
  private parsed?: { readonly value: VelocityValue | undefined };

  public constructor(
    private readonly input: VelocityInput,
    private readonly budget: Budget,
  ) {
    super();
  }

  public print(): string {
    return '';
  }

  public override property(name: string): VelocityValue {
    return name === 'body' ? this.body : null;
  }

  public override call(name: string, args: readonly VelocityValue[]): VelocityValue | undefined {
    const [argument = null] = args;
    if (name === 'params' && args.length === 0) {
      return this.params;
    }
    if (args.length !== 1 || typeof argument !== 'string') {
      return undefined;
    }
    switch (name) {
      case 'json':
        return printJson(this.find(argument) ?? '', this.budget);
      case 'path':
        return this.find(argument) ?? null;
      case 'params':
        return this.param(argument);
      default:
        return undefined;
    }
  }

  private get body(): string {
    return this.input.body || EMPTY_BODY;
  }

  private find(path: string): VelocityValue | undefined {
    this.parsed ??= { value: parseJson(this.body, this.budget) };
    return this.parsed.value === undefined ? undefined : readPath(this.parsed.value, this.pathOf(path), this.budget);
  }

  private pathOf(text: string): VelocityJsonPath {
    const path = parseVelocityJsonPath(text);
    if (path === undefined) {
      throw new VelocityRuntimeError(
        `the JSONPath ${JSON.stringify(text)} cannot be evaluated; filters and functions are not supported`,
        "write names and indexes, such as $.items[0].name or $['first name']",
      );
    }
    return path;
  }

  private param(name: string): string {
    const { path = {}, queryString = {}, headers = {} } = this.input;
    const found = [path, queryString, headers].find((values) => Object.hasOwn(values, name));
    return found === undefined ? '' : found[name];
  }

  private get params(): VelocityMap {
    const { path = {}, queryString = {}, headers = {} } = this.input;
    const maps: [VelocityValue, VelocityValue][] = [
      ['path', fromPlain(path, this.budget)],
      ['querystring', fromPlain(queryString, this.budget)],
      ['header', fromPlain(headers, this.budget)],
    ];
    return new VelocityMap(new Map(maps));
  }
}

/** The object `$util`: utility functions. */
export class UtilObject extends VelocityObject {
  public constructor(private readonly budget: Budget) {
    super();
  }

  public print(): string {
    return '';
  }

  public override call(name: string, args: readonly VelocityValue[]): VelocityValue | undefined {
    const [argument = null] = args;
    if (args.length !== 1 || !(UTIL_MEMBERS as readonly string[]).includes(name)) {
      return undefined;
    }
    return argument === null ? null : this.run(name as (typeof UTIL_MEMBERS)[number], this.budget.text(printValue(argument, this.budget)));
  }

  private run(name: (typeof UTIL_MEMBERS)[number], text: string): VelocityValue {
    switch (name) {
      case 'base64Decode':
        return decodeBase64(text);
      case 'base64Encode':
        return encodeBase64(text);
      case 'escapeJavaScript':
        return this.budget.text(escapeJavaScript(text));
      case 'parseJson':
        return this.parse(text);
      case 'urlDecode':
        return decodeUrl(text);
      case 'urlEncode':
        return this.budget.text(encodeUrl(text));
    }
  }

  private parse(text: string): VelocityValue {
    const value = parseJson(text, this.budget);
    if (value === undefined) {
      throw new VelocityRuntimeError(
        '$util.parseJson was called with invalid JSON',
        'pass only JSON, such as $input.body of a JSON message',
      );
    }
    return value;
  }
}

const ESCAPES: Readonly<Record<string, string>> = { '\b': 'b', '\t': 't', '\n': 'n', '\f': 'f', '\r': 'r' };

/**
 * Escapes a string as JavaScript does. It also escapes `'`, which is invalid in JSON.
 *
 * @see https://commons.apache.org/proper/commons-lang/javadocs/api-2.6/org/apache/commons/lang/StringEscapeUtils.html
 */
function escapeJavaScript(text: string): string {
  return text.replace(/["'\\/]|[^ -\u007f]/g, (character) => {
    const short = ESCAPES[character] ?? (/["'\\/]/.test(character) ? character : undefined);
    return `\\${short ?? `u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`}`;
  });
}

/** Encodes text like an HTML form. */
function encodeUrl(text: string): string {
  return encodeURIComponent(text.replace(LONE_SURROGATE, '?'))
    .replace(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');
}

const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

function decodeUrl(text: string): string {
  const bytes = text.replaceAll('+', ' ');
  if (/%(?![\dA-Fa-f]{2})/.test(bytes)) {
    throw new VelocityRuntimeError(
      '$util.urlDecode was called with a % that is not followed by two hexadecimal digits',
      'decode only URL-encoded text',
    );
  }
  return bytes.replace(/(?:%[\dA-Fa-f]{2})+/g, (encoded) => Buffer.from(encoded.replaceAll('%', ''), 'hex').toString('utf8'));
}

function encodeBase64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}

function decodeBase64(text: string): string {
  return Buffer.from(text, 'base64').toString('utf8');
}

/** Converts plain data to values of the engine. */
export function fromPlain(value: unknown, budget: Budget): VelocityValue {
  budget.spend();
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return Number.isSafeInteger(value) ? BigInt(value) : value;
    case 'object':
      return value === null ? null : budget.nested(() => fromObject(value, budget));
    default:
      return null;
  }
}

function fromObject(value: object, budget: Budget): VelocityValue {
  if (Array.isArray(value)) {
    return new VelocityList(
      value.map((item) => fromPlain(item, budget)),
      true,
    );
  }
  const map = new VelocityMap();
  for (const [name, item] of Object.entries(value)) {
    map.entries.set(name, fromPlain(item, budget));
  }
  return map;
}

/** Nests context variables, which may be given by their dotted names. */
export function contextOf(values: Readonly<Record<string, unknown>>, budget: Budget): VelocityMap {
  const root = new VelocityMap();
  for (const [path, value] of Object.entries(values)) {
    const names = path.split('.');
    const last = names.pop() as string;
    let map = root;
    for (const name of names) {
      const inner = map.entries.get(name);
      const next = inner instanceof VelocityMap ? inner : new VelocityMap();
      map.entries.set(name, next);
      map = next;
    }
    map.entries.set(last, NUMBERS.has(path) ? numberOf(value, budget) : fromPlain(value, budget));
  }
  return root;
}

/** Context variables that are numbers, even if they are given as strings. */
const NUMBERS: ReadonlySet<string> = new Set(['connectedAt', 'requestTimeEpoch', 'disconnectStatusCode']);

function numberOf(value: unknown, budget: Budget): VelocityValue {
  return typeof value === 'string' && /^\d{1,18}$/.test(value) ? BigInt(value) : fromPlain(value, budget);
}
