/** How serious a problem is: the service rejects an error, or it can never work; a warning is doubtful. */
export type Severity = 'error' | 'warning';

/**
 * How well a fact is supported: by AWS documentation, by a report of AWS's behavior, by a conclusion from
 * documentation, or by experience only.
 */
export type Evidence = 'documented' | 'reported' | 'derived' | 'unverified';

/** A rule: one kind of problem that the engine can find. */
export interface Rule {
  /** PascalCase and stable: users acknowledge and look up problems by it. */
  readonly code: string;
  readonly severity: Severity;
  /** One sentence that describes the problem. */
  readonly summary: string;
  /** The page that documents the fact, or the report of it. */
  readonly source: string;
  readonly evidence: Evidence;
}

/** A problem, as plain data. */
export interface Problem {
  /** The code of the rule. */
  readonly code: string;
  readonly severity: Severity;
  /** A description of the problem, including the invalid value. */
  readonly message: string;
  /** How to fix the problem. */
  readonly remedy: string;
  /** The invalid value. */
  readonly value?: string;
  /** Two lines: the value, and carets under the faulty part. */
  readonly excerpt?: string;
  /** The faulty part of the value. */
  readonly span?: Span;
}

/** A part of a text, from `start` (inclusive) to `end` (exclusive). */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Adds to each rule of a family its code, which is the name of its entry. */
export function defineRules<Code extends string>(family: Readonly<Record<Code, Omit<Rule, 'code'>>>): Readonly<Record<Code, Rule>> {
  const rules = {} as Record<Code, Rule>;
  for (const [code, facts] of Object.entries(family) as [Code, Omit<Rule, 'code'>][]) {
    rules[code] = { code, ...facts };
  }
  return rules;
}

/**
 * A problem that a rule describes.
 *
 * @param value as it was received, if the problem is about one
 * @param span the faulty part of the value
 */
export function problem({ code, severity }: Rule, value: string | undefined, message: string, remedy: string, span?: Span): Problem {
  return {
    code,
    severity,
    ...(value === undefined ? {} : { value }),
    message,
    remedy,
    ...(span === undefined ? {} : { excerpt: excerpt(String(value), span), span: { start: span.start, end: span.end } }),
  };
}

/** The public ID of a code, with which a warning is acknowledged: `@apigwv2-integrations/url-invalid` for `UrlInvalid`. */
export function ruleId(code: string): string {
  return `@apigwv2-integrations/${kebab(code)}`;
}

/** `UrlInvalid` as `url-invalid`. */
export function kebab(code: string): string {
  return code.replace(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, '-').toLowerCase();
}

const EXCERPT_CONTEXT_CHARACTERS = 40;

/** Returns the text around a span with carets under it: two lines, shortened for a long text. */
export function excerpt(text: string, { start, end }: Span): string {
  const from = Math.max(0, start - EXCERPT_CONTEXT_CHARACTERS);
  const to = Math.min(text.length, Math.max(end, start + 1) + EXCERPT_CONTEXT_CHARACTERS);
  const before = from > 0 ? '…' : '';
  const line = `${before}${text.slice(from, to)}${to < text.length ? '…' : ''}`.replace(/[\n\r\t]/g, ' ');
  const width = Math.min(Math.max(end - start, 1), 2 * EXCERPT_CONTEXT_CHARACTERS);
  return `${line}\n${' '.repeat(before.length + start - from)}${'^'.repeat(width)}`;
}
