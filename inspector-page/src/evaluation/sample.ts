import * as engine from '@apigwv2-integrations/core/engine';

export type Values = Readonly<Record<string, string>>;

/** A request, a response or a message with which a mapping or a template is evaluated, as plain data. */
export interface Sample {
  readonly path?: string;
  readonly statusCode?: number;
  readonly pathVariables?: Values;
  readonly headers?: Values;
  readonly queryString?: Values;
  readonly body?: string;
  readonly context?: Readonly<Record<string, unknown>>;
  readonly stageVariables?: Values;
}

/** A problem of a mapping, of a template, or of the text that should contain one. */
export interface EvaluationProblem {
  readonly code: string;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly remedy?: string;
  readonly excerpt?: string;
  /** The faulty part of the text that was evaluated. */
  readonly span?: engine.Span;
}

/** What an evaluation returns if its input cannot be read. */
export interface Unreadable {
  readonly problems: readonly EvaluationProblem[];
}

/** Reads a JSON object that a user typed. */
export function readObject<T extends object = Sample>(what: string, text: string): { readonly value: T } | Unreadable {
  try {
    const value: unknown = JSON.parse(text === '' ? '{}' : text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? { value: value as T }
      : invalidInput(`the ${what} is not a JSON object`, 'write it in braces', text, { start: 0, end: text.length });
  } catch (error) {
    const start = Number(/position (\d+)/.exec(String(error))?.[1] ?? text.length);
    return invalidInput(`the ${what} is not valid JSON`, 'correct the text at the caret', text, { start, end: start + 1 });
  }
}

/** A problem of a text that a user typed, before anything can be evaluated. */
export function invalidInput(message: string, remedy: string, text?: string, span?: engine.Span): Unreadable {
  const excerpt = text === undefined || span === undefined ? undefined : engine.excerpt(text, span);
  return { problems: [{ severity: 'error', code: 'InputInvalid', message, remedy, excerpt, span }] };
}

/** Looks up values by name, nested ones also by their path. */
export function lookup(values: Readonly<Record<string, unknown>> = {}): (name: string) => string | undefined {
  return (name) => {
    const value = Object.hasOwn(values, name) ? values[name] : name.split('.').reduce<unknown>(member, values);
    return value === undefined || value === null ? undefined : typeof value === 'string' ? value : JSON.stringify(value);
  };
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
}

/** The pairs of names and values of a part of a sample. Values that are not text are read as JSON. */
export function pairsOf(values: Readonly<Record<string, unknown>> = {}): [string, string][] {
  return Object.entries(values).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]);
}

/** Values by name, several of one name joined by commas. */
export function joined(pairs: readonly (readonly [string, string])[]): Values {
  const values = new Map<string, string>();
  for (const [name, value] of pairs) {
    const first = values.get(name);
    values.set(name, first === undefined ? value : `${first},${value}`);
  }
  return Object.fromEntries(values);
}

export const asJson = (value: unknown): string => JSON.stringify(value, undefined, 2);
