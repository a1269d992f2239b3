/** An expression of a program that every language of the CDK can express. */
export type Expression =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'name'; readonly name: string }
  /** A static method of a class. */
  | { readonly kind: 'static'; readonly owner: string; readonly method: string; readonly args: readonly Expression[] }
  /** A new object. `props` are the options, by their names in TypeScript. */
  | { readonly kind: 'new'; readonly type: string; readonly args: readonly Expression[]; readonly props?: Members }
  /** Calls of methods that return the object, one after the other. */
  | { readonly kind: 'chain'; readonly start: Expression; readonly calls: readonly Call[] }
  /** A struct, whose members have fixed names. */
  | { readonly kind: 'struct'; readonly type: string; readonly members: Members }
  /** A map, whose keys are texts. */
  | { readonly kind: 'map'; readonly entries: readonly (readonly [string, Expression])[] }
  | { readonly kind: 'list'; readonly items: readonly Expression[] };

export type Members = readonly (readonly [name: string, value: Expression])[];

export interface Call {
  readonly method: string;
  readonly args: readonly Expression[];
  /** Options, by their names in TypeScript. */
  readonly props?: Members;
}

export type Statement =
  | { readonly kind: 'let'; readonly name: string; readonly value: Expression }
  | { readonly kind: 'call'; readonly target: string; readonly call: Call }
  | { readonly kind: 'blank' };

/** A class that a program uses. */
export interface Import {
  /** The module in TypeScript. Its name in Python follows from it. */
  readonly module: string;
  readonly names: readonly string[];
}

export interface Program {
  readonly imports: readonly Import[];
  readonly statements: readonly Statement[];
}

export const text = (value: string): Expression => ({ kind: 'text', text: value });
export const name = (value: string): Expression => ({ kind: 'name', name: value });
export const call = (owner: string, method: string, ...args: readonly Expression[]): Expression => ({
  kind: 'static',
  owner,
  method,
  args,
});

/** The classes that statements use, and the structs, which only some languages name. */
export function typesIn(statements: readonly Statement[], { includeStructs }: { readonly includeStructs: boolean }): ReadonlySet<string> {
  const types = new Set<string>();
  const visit = (expression: Expression): void => {
    switch (expression.kind) {
      case 'static':
        types.add(expression.owner);
        expression.args.forEach(visit);
        break;
      case 'new':
        types.add(expression.type);
        expression.args.forEach(visit);
        visitMembers(expression.props);
        break;
      case 'chain':
        visit(expression.start);
        for (const { args, props } of expression.calls) {
          args.forEach(visit);
          visitMembers(props);
        }
        break;
      case 'struct':
        if (includeStructs) {
          types.add(expression.type);
        }
        visitMembers(expression.members);
        break;
      case 'map':
        visitMembers(expression.entries);
        break;
      case 'list':
        expression.items.forEach(visit);
        break;
      default:
    }
  };
  const visitMembers = (members: Members = []): void => {
    for (const [, value] of members) {
      visit(value);
    }
  };
  for (const statement of statements) {
    if (statement.kind === 'let') {
      visit(statement.value);
    } else if (statement.kind === 'call') {
      statement.call.args.forEach(visit);
      visitMembers(statement.call.props);
    }
  }
  return types;
}

/** Characters that are not visible, change the direction of text, or are no characters: code must not contain them as they are. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/**
 * A text between quotation marks. The languages have the same escapes but for characters beyond the first 65,536.
 *
 * @param wide writes such a character, which is given in hexadecimal digits
 */
export function quoted(value: string, quote: "'" | '"', wide: (digits: string) => string): string {
  const escaped = value
    .replaceAll('\\', '\\\\')
    .replaceAll(quote, `\\${quote}`)
    .replace(HIDDEN, (character) => {
      const digits = (character.codePointAt(0) as number).toString(16);
      return SHORT[character] ?? (digits.length > 4 ? wide(digits) : `\\u${digits.padStart(4, '0')}`);
    });
  return `${quote}${escaped}${quote}`;
}

/** The lines of a text, each with its line break. */
export function linesOf(value: string): readonly string[] {
  return value.split(/(?<=\n)/);
}
