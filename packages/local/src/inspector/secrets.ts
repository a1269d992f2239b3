import { isObject } from '@apigwv2-integrations/core/engine';
import { masked } from '../authorizers/decision-log';
import { splitTarget } from '../gateway/request-target';
import type { NameValue } from './protocol';

/** A value that is shown masked, and that copied commands read from an environment variable. */
export interface Secret {
  /** As it stands in the text. */
  readonly value: string;
  /** Name of the environment variable. */
  readonly variable: string;
  /** How the text has the value of the variable: in JSON, in JSON in JSON, encoded in a URL, or decoded. @default as it is */
  readonly form?: SecretForm;
}

export type SecretForm = 'json' | 'nested' | 'encoded' | 'decoded';

/** A part of a text. */
export type Piece = string | Secret;

/** Names of headers, query parameters, cookies and members of JSON whose values are secrets. */
const SECRET_NAME =
  /authorization|cookie|token|secret|passw|passphrase|credential|api[-_]?key|access[-_]?key|private[-_]?key|session|signature|^(?:jwt|auth|pwd|sid|otp|pin)$/i;
/** Shorter values are masked only where their name stands, because they occur in other texts by chance. */
const MIN_SEARCHED_CHARACTERS = 6;
/** JSON in a member of JSON, such as the body of an event. */
const MAX_NESTED_JSON = 3;
const MAX_JSON_DEPTH = 100;

/** Finds the secrets of an exchange in its texts. */
export class Secrets {
  private readonly byValue = new Map<string, Secret>();
  /** Values of members of JSON, which are quoted, so that short ones can be found. */
  private readonly quoted = new Set<string>();
  /** Names of cookies by value, so that short values can be found. */
  private readonly cookies = new Map<string, string>();
  private pattern?: RegExp;
  private forms?: ReadonlyMap<string, Secret>;

  /** @param names of headers and query parameters that are identity sources of authorizers, in lower case */
  public constructor(private readonly names: ReadonlySet<string> = new Set()) {}

  public addHeaders(headers: readonly NameValue[]): void {
    for (const [name, value] of headers) {
      this.headerPieces(name, value);
    }
  }

  public addTarget(target: string): void {
    this.targetPieces(target);
  }

  /** Adds the secrets of a body: members of JSON, or fields of a form. */
  public addText(text: string, nested = 0): void {
    const json = jsonOf(text);
    if (json !== undefined) {
      this.addJson(json, nested);
    } else if (/^[^\s=&]+=[^\s]*$/.test(text)) {
      this.addQuery(text);
    }
  }

  /** The parts of a header's value. */
  public headerPieces(name: string, value: string): readonly Piece[] {
    const lower = name.toLowerCase();
    if (lower === 'cookie') {
      return joined(
        value.split(';').map((each) => this.cookiePieces(each)),
        ';',
      );
    }
    if (lower === 'set-cookie') {
      const end = value.indexOf(';');
      return end < 0 ? this.cookiePieces(value) : [...this.cookiePieces(value.slice(0, end)), value.slice(end)];
    }
    if (!this.isSecret(name) || value === '') {
      return this.pieces(value);
    }
    const [, scheme = '', credentials = value] = /^(Bearer |Basic |Digest |Token |AWS4-[\w-]+ )(.+)$/is.exec(value) ?? [];
    return scheme === '' ? [this.secret(name, value)] : [scheme, this.secret(name, credentials)];
  }

  /** The parts of a path with its query string. */
  public targetPieces(target: string): readonly Piece[] {
    const { rawQuery } = splitTarget(target);
    const path = rawQuery === '' ? target : target.slice(0, target.length - rawQuery.length);
    return rawQuery === '' ? this.pieces(path) : [...this.pieces(path), ...this.queryPieces(rawQuery)];
  }

  /** The value of a query parameter, decoded. */
  public parameterPieces(name: string, value: string): readonly Piece[] {
    return this.isSecret(name) && value !== '' ? [this.secret(name, value)] : this.pieces(value);
  }

  /** The parts of any text. */
  public pieces(text: string): readonly Piece[] {
    if (this.byValue.size === 0 || text === '') {
      return [text];
    }
    this.compile();
    const found: Piece[] = [];
    let at = 0;
    for (const match of text.matchAll(this.pattern as RegExp)) {
      const [value] = match;
      found.push(text.slice(at, match.index), { ...(this.forms?.get(value) as Secret), value });
      at = match.index + match[0].length;
    }
    return [...found, text.slice(at)].filter((piece) => piece !== '');
  }

  /** Masks that stand for one value alone, with that value. */
  public get distinct(): readonly (readonly [mask: string, value: string])[] {
    return masksOf([...this.byValue.keys()]);
  }

  private addJson(json: unknown, nested: number, name = '', depth = 0): void {
    if (depth > MAX_JSON_DEPTH) {
      return;
    }
    if (typeof json === 'string') {
      if (name !== '' && this.isSecret(name) && json !== '') {
        this.quoted.add(this.isCookie(name) ? this.addCookies(json) : this.secret(name, withoutScheme(json)).value);
      } else if (name === 'rawQueryString') {
        this.addQuery(json);
      } else if (nested < MAX_NESTED_JSON) {
        this.addText(json, nested + 1);
      }
    } else if (Array.isArray(json)) {
      // The elements of `cookies`, `identitySource` and of a repeated header.
      for (const each of json) {
        this.addJson(each, nested, name === 'identitySource' ? 'authorization' : name, depth + 1);
      }
    } else if (isObject(json)) {
      for (const [member, value] of Object.entries(json)) {
        this.addJson(value, nested, member, depth + 1);
      }
    }
  }

  private isCookie(name: string): boolean {
    return /^(?:set-)?cookies?$/i.test(name);
  }

  /** Cookies are masked one by one; what is left as a whole is only found where it is quoted. */
  private addCookies(cookies: string): string {
    for (const cookie of cookies.split(';')) {
      this.cookiePieces(cookie);
    }
    return cookies;
  }

  private addQuery(query: string): void {
    this.queryPieces(query);
  }

  private queryPieces(query: string): readonly Piece[] {
    return joined(
      query.split('&').map((pair) => {
        const at = pair.indexOf('=');
        const name = at < 0 ? '' : decoded(pair.slice(0, at));
        return this.isSecret(name) && at < pair.length - 1
          ? [pair.slice(0, at + 1), this.secret(name, pair.slice(at + 1))]
          : [...this.pieces(pair)];
      }),
      '&',
    );
  }

  private cookiePieces(cookie: string): readonly Piece[] {
    const at = cookie.indexOf('=');
    if (at < 0 || at === cookie.length - 1) {
      return [cookie];
    }
    const name = cookie.slice(0, at).trim();
    const secret = this.secret(`cookie_${name}`, cookie.slice(at + 1));
    this.cookies.set(secret.value, name);
    return [cookie.slice(0, at + 1), secret];
  }

  private isSecret(name: string): boolean {
    return SECRET_NAME.test(name) || this.names.has(name.toLowerCase());
  }

  private secret(name: string, value: string): Secret {
    const known = this.byValue.get(value);
    if (known !== undefined) {
      return known;
    }
    const base = `APIGW_${name
      .toUpperCase()
      .replace(/[^A-Z0-9]+/g, '_')
      .replace(/^_|_$/g, '')}`;
    const taken = new Set([...this.byValue.values()].map(({ variable }) => variable));
    let variable = base;
    for (let count = 2; taken.has(variable); count++) {
      variable = `${base}_${count}`;
    }
    const secret = { value, variable };
    this.byValue.set(value, secret);
    this.pattern = undefined;
    return secret;
  }

  private compile(): void {
    if (this.pattern !== undefined) {
      return;
    }
    const forms = new Map<string, Secret>();
    const patterns = new Map<string, string>();
    for (const secret of this.byValue.values()) {
      for (const [form, name] of formsOf(secret.value)) {
        if (secret.value.length >= MIN_SEARCHED_CHARACTERS) {
          patterns.set(form, escaped(form));
        } else if (this.quoted.has(secret.value)) {
          patterns.set(form, `(?<=")${escaped(form)}(?=\\\\*")`);
        } else if (this.cookies.has(secret.value)) {
          patterns.set(form, `(?<=[" ;]${escaped(this.cookies.get(secret.value) ?? '')}=)${escaped(form)}(?=[;"\\\\]|$)`);
        } else {
          continue;
        }
        forms.set(form, { ...secret, form: name });
      }
    }
    const longestFirst = [...patterns].sort(([a], [b]) => b.length - a.length).map(([, pattern]) => pattern);
    this.pattern = longestFirst.length === 0 ? /(?!)/g : new RegExp(longestFirst.join('|'), 'g');
    this.forms = forms;
  }
}

/** A text whose secrets are masked. */
export function maskedText(pieces: readonly Piece[]): string {
  return pieces.map((piece) => (typeof piece === 'string' ? piece : masked(piece.value))).join('');
}

/** Masks that stand for one value alone, with that value. */
export function masksOf(values: readonly string[]): readonly (readonly [mask: string, value: string])[] {
  const byMask = new Map<string, Set<string>>();
  for (const value of values) {
    byMask.set(masked(value), (byMask.get(masked(value)) ?? new Set()).add(value));
  }
  return [...byMask].flatMap(([mask, [value, ...others]]) => (value === undefined || others.length > 0 ? [] : [[mask, value] as const]));
}

/** The value itself, and as it stands in JSON, in JSON in JSON, and in URLs. */
function formsOf(value: string): ReadonlyMap<string, SecretForm | undefined> {
  const inJson = JSON.stringify(value).slice(1, -1);
  // Where two forms are the same text, the later one counts.
  return new Map<string, SecretForm | undefined>([
    [decoded(value), 'decoded'],
    [encoded(value), 'encoded'],
    [JSON.stringify(inJson).slice(1, -1), 'nested'],
    [inJson, 'json'],
    [value, undefined],
  ]);
}

function withoutScheme(value: string): string {
  return value.replace(/^(?:Bearer|Basic|Digest|Token|AWS4-[\w-]+) (?=.)/is, '');
}

function encoded(value: string): string {
  try {
    return encodeURIComponent(value);
  } catch {
    return value;
  }
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value.replaceAll('+', ' '));
  } catch {
    return value;
  }
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}

function joined(parts: readonly (readonly Piece[])[], separator: string): readonly Piece[] {
  return parts.flatMap((part, index) => (index === 0 ? part : [separator, ...part]));
}

function jsonOf(text: string): unknown {
  if (!/^\s*[[{"]/.test(text)) {
    return undefined;
  }
  try {
    return JSON.parse(text);
  } catch {
    // A text that was cut still has members, each on its own.
    return /^\s*"/.test(text)
      ? undefined
      : [...text.matchAll(/"([^"\\]{1,100})"\s*:\s*"((?:[^"\\]|\\.)*)"/g)].map(([, name = '', value = '']) => ({ [name]: value }));
  }
}
