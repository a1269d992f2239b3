/** A syntax error in an expression, which may contain a JSONPath. */
export interface SyntaxFault {
  readonly kind:
    | 'unclosed'
    | 'stray-brace'
    | 'dollar-in-braces'
    | 'name-missing'
    | 'json-path'
    | 'json-path-doubtful'
    | 'json-path-recursive'
    | 'json-path-filter';
  readonly start: number;
  readonly end: number;
}

/** One step into a JSON value. */
export type JsonStep =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'every' }
  /** Not to be evaluated: it gives no value. */
  | { readonly kind: 'unknown' };

/** A location in a JSON document, in the service's subset of JSONPath, without recursive descent and filters. */
export interface JsonPath {
  /** The source text after `body`, such as `.items[0].name`. */
  readonly text: string;
  readonly steps: readonly JsonStep[];
}

type FaultKind = SyntaxFault['kind'];

/** The syntax of each step, from the most to the least specific. */
const FORMS: readonly (readonly [RegExp, (match: RegExpExecArray) => JsonStep])[] = [
  [/\[\s*\*\s*\]|\.\*(?=[.[]|$)/y, () => ({ kind: 'every' })],
  [/\.([^.[\]]+)/y, ([, name]) => ({ kind: 'name', name })],
  [/\[\s*(-?\d{1,9})\s*\]/y, ([, index]) => ({ kind: 'index', index: Number(index) })],
  [/\[\s*(?:'([^']*)'|"([^"]*)")\s*\]/y, ([, single, double]) => ({ kind: 'name', name: single ?? double })],
];

/** Parses the text after `body`. Positions of faults are relative to the start of the text. */
export function parseJsonPath(text: string): { path: JsonPath; fault?: { kind: FaultKind; start: number; end: number } } {
  const steps: JsonStep[] = [];
  let at = 0;
  while (at < text.length) {
    const next = stepAt(text, at);
    if (next === undefined) {
      return {
        path: { text, steps: [...steps, { kind: 'unknown' }] },
        fault: { kind: faultAt(text, at), start: at, end: Math.min(at + 2, text.length) },
      };
    }
    steps.push(next.step);
    at = next.end;
  }
  return { path: { text, steps } };
}

function stepAt(text: string, at: number): { step: JsonStep; end: number } | undefined {
  for (const [pattern, make] of FORMS) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match !== null) {
      return { step: make(match), end: pattern.lastIndex };
    }
  }
  return undefined;
}

function faultAt(text: string, at: number): FaultKind {
  if (text.startsWith('..', at)) {
    return 'json-path-recursive';
  }
  if (text.startsWith('[?', at)) {
    return 'json-path-filter';
  }
  // JSONPath has more forms of brackets than the service documents.
  return text[at] === '[' && text.includes(']', at) ? 'json-path-doubtful' : 'json-path';
}
