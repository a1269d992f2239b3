import type { Span } from '@apigwv2-integrations/core/engine';
import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { LocatedProblem } from './located-problem';

/** A member of a JSON object whose value is a text, and where it is written. */
export interface SourceEntry {
  readonly key: string;
  readonly value: string;
  /** Where a part of the key or of the value is written. */
  locate(inKey: boolean, span?: Span): Span;
}

/** Reads a mapping that a user types. All members are kept, even if two have the same key. */
export function readEntries(text: string): { readonly entries: readonly SourceEntry[] } | { readonly problems: readonly LocatedProblem[] } {
  const errors: ParseError[] = [];
  const root = parseTree(text === '' ? '{}' : text, errors, {
    disallowComments: true,
    allowTrailingComma: false,
    allowEmptyContent: false,
  });
  const [error] = errors;
  if (error !== undefined) {
    const end = Math.max(error.offset + error.length, error.offset + 1);
    return invalid(`the mapping is not valid JSON: ${describe(error)}`, 'correct the text at the caret', { start: error.offset, end });
  }
  if (root?.type !== 'object') {
    return invalid('the mapping is not a JSON object', 'write it in braces', { start: 0, end: text.length });
  }
  const entries: SourceEntry[] = [];
  for (const { children: [key, value] = [] } of root.children ?? []) {
    if (key === undefined || value?.type !== 'string') {
      const at = value === undefined ? undefined : { start: value.offset, end: value.offset + value.length };
      return invalid(`the value of ${key?.value} is not a text`, 'write each value in quotation marks', at);
    }
    entries.push({
      key: key.value,
      value: value.value,
      locate: (inKey, span) => locate(text, inKey ? key : value, span),
    });
  }
  return { entries };
}

/** Where a part of a JSON string is written; without a part, the text between its quotation marks. */
function locate(text: string, { offset, length }: Node, span?: Span): Span {
  const positions: number[] = [];
  const end = offset + length - 1;
  for (let at = offset + 1; at < end; ) {
    positions.push(at);
    at += text[at] !== '\\' ? 1 : text[at + 1] === 'u' ? 6 : 2;
  }
  positions.push(end);
  const first = positions[0] ?? end;
  return span === undefined ? { start: first, end } : { start: positions[span.start] ?? end, end: positions[span.end] ?? end };
}

const DESCRIPTIONS: Readonly<Record<string, string>> = {
  InvalidSymbol: 'this is no JSON value',
  PropertyNameExpected: 'a key in double quotation marks is expected here',
  ValueExpected: 'a value is expected here',
  ColonExpected: 'a colon is expected here',
  CommaExpected: 'a comma is expected here',
  CloseBraceExpected: 'a closing brace is expected here',
  EndOfFileExpected: 'the text should end here',
  InvalidCommentToken: 'JSON has no comments',
  UnexpectedEndOfString: 'the quotation mark is not closed',
  InvalidEscapeCharacter: 'there is no such escape sequence',
  InvalidCharacter: 'this control character must be escaped',
};

function describe({ error }: ParseError): string {
  return DESCRIPTIONS[printParseErrorCode(error)] ?? 'this is not expected here';
}

function invalid(message: string, remedy: string, at?: Span): { readonly problems: readonly LocatedProblem[] } {
  return { problems: [{ code: 'InputInvalid', severity: 'error', message, remedy, at }] };
}
