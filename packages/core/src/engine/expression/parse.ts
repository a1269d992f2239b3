import type { Expression, Part, Variable } from './expression';
import { parseJsonPath, type SyntaxFault } from './json-path';

/** The sources of the service, as they are written before a name. */
export const SOURCES = [
  'request.header',
  'request.querystring',
  'request.path',
  'request.body',
  'response.header',
  'response.body',
  'context',
  'stageVariables',
] as const;

const SOURCE = /^(?:(request|response)\.([A-Za-z]+)|([A-Za-z]+))(?=[.[]|$)/;

/** The extent of a variable without braces, by its namespace. Other characters are adjacent text. */
const BODY = /\$(?:request|response)\.body(?=[.[]|[^A-Za-z0-9_]|$)/y;
const BODY_NAME = /\.[^\s$/{}[\]&?#,]*/y;
const HEADER = /\$(?:request|response)\.header(?:\.[A-Za-z0-9!#%&'*+.^_`|~-]*)?/y;
const QUERY = /\$request\.querystring(?:\.[^\s$/{}&?#]*)?/y;
const NAMED = /\$(?:request|response|context|stageVariables)(?![A-Za-z0-9_])(?:\.[A-Za-z0-9_.:+-]*)?/y;
/** At the beginning of a value, the service reads a dollar sign and a word of two or more characters as a variable. */
const UNKNOWN = /\$[A-Za-z][A-Za-z0-9_.:+[\]-]+/y;

/**
 * Parses the value of an HTTP API's parameter mapping. Accepts any text, in time linear in its length, and returns syntax
 * errors as faults.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-parameter-mapping.html
 */
export function parseExpression(value: string): Expression {
  const parts: Part[] = [];
  const faults: SyntaxFault[] = [];
  let textStart = 0;
  let closes = true;
  const text = (end: number): void => {
    if (end > textStart) {
      parts.push({ kind: 'text', start: textStart, end, text: value.slice(textStart, end) });
    }
  };
  for (let at = value.indexOf('$'); at >= 0; at = value.indexOf('$', at)) {
    const braced = value[at + 1] === '{';
    const end = braced ? (closes ? value.indexOf('}', at) + 1 : 0) : bareEnd(value, at);
    if (end === 0) {
      if (braced && closes) {
        faults.push({ kind: 'unclosed', start: at, end: value.length });
        closes = false;
      }
      at += 1;
      continue;
    }
    text(at);
    const inner = braced ? value.slice(at + 2, end - 1) : value.slice(at + 1, end);
    const parsed = parseVariable(inner, braced ? at + 2 : at + 1);
    const found: SyntaxFault[] =
      braced && inner.startsWith('$') ? [{ kind: 'dollar-in-braces', start: at + 2, end: at + 3 }] : parsed.faults;
    faults.push(...found);
    parts.push({ kind: 'variable', start: at, end, form: braced ? 'braced' : 'bare', variable: parsed.variable, faulty: found.length > 0 });
    textStart = end;
    at = end;
  }
  text(value.length);
  const stray = closes ? strayBrace(parts) : undefined;
  return { parts, faults: stray === undefined ? faults : [...faults, stray] };
}

/** Returns the first unmatched brace in the text, if there is one. */
function strayBrace(parts: readonly Part[]): SyntaxFault | undefined {
  const open: number[] = [];
  for (const part of parts) {
    for (const { 0: brace, index } of part.kind === 'text' ? part.text.matchAll(/[{}]/g) : []) {
      if (brace === '}' && open.length === 0) {
        return faultAt(part.start + index);
      }
      if (brace === '}') {
        open.pop();
      } else {
        open.push(part.start + index);
      }
    }
  }
  return open.length === 0 ? undefined : faultAt(open[0]);
}

const faultAt = (start: number): SyntaxFault => ({ kind: 'stray-brace', start, end: start + 1 });

/** Returns the end of the variable without braces at a dollar sign, or 0 if there is none. */
function bareEnd(value: string, at: number): number {
  const body = endOf(BODY, value, at);
  if (body > 0) {
    return bodyEnd(value, body);
  }
  return endOf(HEADER, value, at) || endOf(QUERY, value, at) || endOf(NAMED, value, at) || (at === 0 ? endOf(UNKNOWN, value, at) : 0);
}

/** Brackets may contain any text; an unclosed bracket includes the rest. */
function bodyEnd(value: string, from: number): number {
  let at = from;
  for (;;) {
    if (value[at] === '.') {
      at = endOf(BODY_NAME, value, at);
    } else if (value[at] === '[') {
      const quote = value[at + 1];
      const quoteEnd = quote === "'" || quote === '"' ? value.indexOf(quote, at + 2) : at;
      const close = quoteEnd < 0 ? -1 : value.indexOf(']', quoteEnd);
      if (close < 0) {
        return value.length;
      }
      at = close + 1;
    } else {
      return at;
    }
  }
}

function endOf(pattern: RegExp, value: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(value) ? pattern.lastIndex : 0;
}

/**
 * Parses a variable as it is written in braces.
 *
 * @param offset the position of the text in the value, to which the positions of faults are relative
 */
function parseVariable(text: string, offset: number): { variable: Variable; faults: SyntaxFault[] } {
  const source = SOURCE.exec(text)?.[0];
  const rest = text.slice(source?.length ?? 0);
  const missing = (): SyntaxFault[] => [{ kind: 'name-missing', start: offset, end: offset + text.length }];
  switch (source) {
    case 'request.body':
    case 'response.body': {
      if (rest === '') {
        return { variable: { source }, faults: [] };
      }
      const { path, fault } = parseJsonPath(rest);
      const at = offset + source.length;
      return { variable: { source, path }, faults: fault ? [{ kind: fault.kind, start: at + fault.start, end: at + fault.end }] : [] };
    }
    case 'request.path':
      if (rest === '') {
        return { variable: { source }, faults: [] };
      }
      break;
    case 'request.header':
    case 'request.querystring':
    case 'response.header':
    case 'context':
    case 'stageVariables':
      break;
    default:
      return { variable: { source: 'unknown', text }, faults: [] };
  }
  if (!rest.startsWith('.') || rest.length === 1) {
    return { variable: { source: 'unknown', text }, faults: missing() };
  }
  return { variable: { source, name: rest.slice(1) }, faults: [] };
}
