import { asArray, asText, isObject, type JsonObject, member } from './json';

const LOOP = /^Fn::ForEach::/;
const MAX_DEPTH = 100;
/** No real template makes as many entries: loops beyond this bound stay as they are written. */
const MAX_ENTRIES = 10_000;

/**
 * Expands `Fn::ForEach` over lists that the template has, as the transform `AWS::LanguageExtensions` does. Loops over
 * other lists stay as they are written.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-foreach.html
 */
export function expandLoops(body: unknown): unknown {
  if (!transformsOf(body).includes('AWS::LanguageExtensions')) {
    return body;
  }
  const budget = { entries: MAX_ENTRIES };
  return expand(body, { parameters: member(body, 'Parameters'), budget, variables: new Map() }, 0);
}

/** The names of the transforms of a template. */
export function transformsOf(body: unknown): string[] {
  return [member(body, 'Transform')].flat().flatMap((transform) => asText(transform) ?? asText(member(transform, 'Name')) ?? []);
}

interface Scope {
  readonly parameters: unknown;
  readonly budget: { entries: number };
  /** Values of the loop variables around. */
  readonly variables: ReadonlyMap<string, string>;
}

function expand(value: unknown, scope: Scope, depth: number): unknown {
  if (depth > MAX_DEPTH) {
    return value;
  }
  if (typeof value === 'string') {
    return substitute(value, scope.variables);
  }
  if (Array.isArray(value)) {
    return value.map((item: unknown) => expand(item, scope, depth + 1));
  }
  return isObject(value) ? expandObject(value, scope, depth) : value;
}

function expandObject(value: JsonObject, scope: Scope, depth: number): unknown {
  const variable = scope.variables.get(asText(member(value, 'Ref')) ?? '');
  if (variable !== undefined) {
    return variable;
  }
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]): [string, unknown][] => {
      const items = LOOP.test(name) ? itemsOf(inner, scope) : undefined;
      return items === undefined
        ? [[substitute(name, scope.variables), expand(inner, scope, depth + 1)]]
        : repeat(inner, items, scope, depth);
    }),
  );
}

/** The entries that a loop makes, once for each item. */
function repeat(loop: unknown, items: readonly string[], scope: Scope, depth: number): [string, unknown][] {
  const [variable, , fragment] = asArray(loop);
  return items.flatMap((item) => {
    const inner = { ...scope, variables: new Map([...scope.variables, [String(variable), item]]) };
    return Object.entries(expand(fragment, inner, depth + 1) as JsonObject);
  });
}

/** The items of a loop; undefined if they are not all in the template, or too many. */
function itemsOf(loop: unknown, { parameters, budget }: Scope): readonly string[] | undefined {
  const [variable, collection, fragment] = asArray(loop);
  if (typeof variable !== 'string' || !isObject(fragment)) {
    return undefined;
  }
  const named = asText(member(parameters, asText(member(collection, 'Ref')) ?? '', 'Default'));
  const items = named === undefined ? asArray(collection).map(asText) : named.split(',').map((item) => item.trim());
  budget.entries -= items.length * Object.keys(fragment).length;
  return items.length === 0 || items.includes(undefined) || budget.entries < 0 ? undefined : (items as string[]);
}

/** Replaces `${Name}`, and `&{Name}` with the letters and digits of the value. */
function substitute(text: string, variables: ReadonlyMap<string, string>): string {
  return variables.size === 0
    ? text
    : text.replace(/([$&])\{([A-Za-z0-9]+)\}/g, (whole, sign: string, name: string) => {
        const value = variables.get(name);
        return value === undefined ? whole : sign === '$' ? value : value.replace(/[^A-Za-z0-9]/g, '');
      });
}
