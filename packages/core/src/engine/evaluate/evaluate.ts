import { parseExpression } from '../expression/parse';
import { Body } from './body';
import { type Compiled, type CompiledMapping, compileExpression, type Sources, type Step } from './compile';
import { Fields } from './fields';

type Pairs = Iterable<readonly [string, string]>;

/** The input that every mapping can read, in addition to the message. */
export interface EvaluationContext {
  context(name: string): string | undefined;
  stageVariable(name: string): string | undefined;
}

export interface RequestInput extends EvaluationContext {
  /** The path without the stage. */
  readonly path: string;
  readonly headers: Pairs;
  readonly query: Pairs;
  readonly body?: string;
  pathVariable(name: string): string | undefined;
}

/** The value of each step of a mapping, in their order: undefined for a step that is skipped, empty for one that removes. */
export type StepValues = readonly (string | undefined)[];

export interface RequestOutput {
  /** The path, with a flag if the mapping replaced it. */
  readonly path: string;
  readonly pathOverwritten: boolean;
  readonly headers: readonly (readonly [string, string])[];
  readonly query: readonly (readonly [string, string])[];
  /** Whether the mapping wrote to the query string. */
  readonly queryChanged: boolean;
  readonly values: StepValues;
}

export interface ResponseInput extends EvaluationContext {
  readonly statusCode: number;
  readonly headers: Pairs;
  readonly body?: string;
}

export interface ResponseOutput {
  readonly statusCode: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly values: StepValues;
}

type RequestSources = Sources & { readonly query: Fields };

/** A change that an evaluation made. */
export interface AppliedStep {
  readonly step: Step;
  /** The value of the expression. @default - the step removes a value */
  readonly value?: string;
  /** What its destination was before and is after the change, several values joined by commas. @default - it has no value */
  readonly before?: string;
  readonly after?: string;
}

/** Called for each change, in the order in which they apply. Steps without a value change nothing. */
export type StepObserver = (applied: AppliedStep) => void;

/** Returns the mapped request. All sources are read from the original request. */
export function evaluateRequest({ steps }: CompiledMapping, input: RequestInput, observe?: StepObserver): RequestOutput {
  const sources = requestSources(input);
  const { headers, query } = sources;
  const values = valuesOf(steps, sources);
  let path: string | undefined;
  let queryChanged = false;
  const current = ({ location, name }: Step) =>
    location === 'path' ? (path ?? input.path) : (location === 'header' ? headers : query).get(name);
  for (const [index, step] of steps.entries()) {
    const value = values[index];
    if (value === undefined) {
      continue;
    }
    const before = observe && current(step);
    if (step.location === 'path') {
      path = value;
    } else if (step.location === 'header') {
      change(headers, step, value);
    } else {
      change(query, step, value);
      queryChanged = true;
    }
    observe?.(applied(step, value, before, current(step)));
  }
  return {
    path: path ?? input.path,
    pathOverwritten: path !== undefined,
    headers: headers.pairs(),
    query: query.pairs(),
    queryChanged,
    values,
  };
}

/** The source of variables of a request mapping. */
function requestSources({ headers, query, body, path, pathVariable, context, stageVariable }: RequestInput): RequestSources {
  return {
    headers: new Fields(headers, true),
    query: new Fields(query, false),
    body: new Body(body),
    path,
    pathVariable,
    context,
    stageVariable,
  };
}

/** Returns the mapped response. All sources are read from the original response. */
export function evaluateResponse({ steps }: CompiledMapping, input: ResponseInput, observe?: StepObserver): ResponseOutput {
  const headers = new Fields(input.headers, true);
  const values = valuesOf(steps, { headers, body: new Body(input.body), context: input.context, stageVariable: input.stageVariable });
  let { statusCode } = input;
  const current = ({ location, name }: Step) => (location === 'statuscode' ? String(statusCode) : headers.get(name));
  for (const [index, step] of steps.entries()) {
    const value = values[index];
    if (value === undefined) {
      continue;
    }
    const before = observe && current(step);
    if (step.location === 'statuscode') {
      statusCode = /^[1-5]\d\d$/.test(value) ? Number(value) : statusCode;
    } else {
      change(headers, step, value);
    }
    observe?.(applied(step, value, before, current(step)));
  }
  return { statusCode, headers: headers.pairs(), values };
}

/** Computes all values before any change. A step without a value is skipped, as the service does. */
function valuesOf(steps: readonly Step[], sources: Sources): StepValues {
  return steps.map(({ action, value }) => (action === 'remove' ? '' : value(sources)));
}

function applied(step: Step, value: string, before: string | undefined, after: string | undefined): AppliedStep {
  return { step, ...(step.action === 'remove' ? {} : { value }), before, after };
}

function change(fields: Fields, { action, name }: Step, value: string): void {
  fields[action](name, value);
}

/** The parameters of a service, compiled once for many evaluations. */
export type CompiledParameters = readonly { readonly name: string; readonly value: Compiled }[];

/** The parameters that a service receives, and the names of those without a value. */
export interface ParametersOutput {
  readonly parameters: [string, string][];
  /** The names of parameters without a value. The call fails for each of them, even if it is optional. */
  readonly unresolved: string[];
}

/** Compiles the parameters of a service integration for many evaluations. */
export function compileParameters(mapping: Iterable<readonly [string, string]>): CompiledParameters {
  return Array.from(mapping, ([name, value]) => ({ name, value: compileExpression(parseExpression(value)) }));
}

/** Returns the parameters that the service receives. */
export function evaluateParameters(compiled: CompiledParameters, input: RequestInput): ParametersOutput {
  const sources = requestSources(input);
  const output: ParametersOutput = { parameters: [], unresolved: [] };
  for (const { name, value } of compiled) {
    const text = value(sources);
    if (text === undefined || text === '') {
      output.unresolved.push(name);
    } else {
      output.parameters.push([name, text]);
    }
  }
  return output;
}
