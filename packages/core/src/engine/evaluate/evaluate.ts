import { parseExpression } from '../expression/parse';
import { Body } from './body';
import { type Compiled, type CompiledMapping, compileExpression, type Sources, type Step } from './compile';
import { Fields } from './fields';

type Pairs = Iterable<readonly [string, string]>;

/** What every mapping can read beside the message itself. */
export interface EvaluationContext {
  context(name: string): string | undefined;
  stageVariable(name: string): string | undefined;
}

export interface RequestInput extends EvaluationContext {
  /** Without the stage. */
  readonly path: string;
  readonly headers: Pairs;
  readonly query: Pairs;
  readonly body?: string;
  pathVariable(name: string): string | undefined;
}

export interface RequestOutput {
  /** The path, and whether the mapping replaced it. */
  readonly path: string;
  readonly pathOverwritten: boolean;
  readonly headers: readonly (readonly [string, string])[];
  readonly query: readonly (readonly [string, string])[];
  /** Whether the mapping wrote to the query string. */
  readonly queryChanged: boolean;
}

export interface ResponseInput extends EvaluationContext {
  readonly statusCode: number;
  readonly headers: Pairs;
  readonly body?: string;
}

export interface ResponseOutput {
  readonly statusCode: number;
  readonly headers: readonly (readonly [string, string])[];
}

type RequestSources = Sources & { readonly query: Fields };

/** What the backend gets. All sources are read from the request as it came. */
export function evaluateRequest({ steps }: CompiledMapping, input: RequestInput): RequestOutput {
  const sources = requestSources(input);
  const { headers, query } = sources;
  const changes = valuesOf(steps, sources);
  let path: string | undefined;
  let queryChanged = false;
  for (const { step, value } of changes) {
    if (step.location === 'path') {
      path = value;
    } else if (step.location === 'header') {
      change(headers, step, value);
    } else {
      change(query, step, value);
      queryChanged = true;
    }
  }
  return { path: path ?? input.path, pathOverwritten: path !== undefined, headers: headers.pairs(), query: query.pairs(), queryChanged };
}

/** Where the variables of a request's mapping get their values. */
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

/** What the client gets. All sources are read from the response as it came. */
export function evaluateResponse({ steps }: CompiledMapping, input: ResponseInput): ResponseOutput {
  const headers = new Fields(input.headers, true);
  const changes = valuesOf(steps, { headers, body: new Body(input.body), context: input.context, stageVariable: input.stageVariable });
  let { statusCode } = input;
  for (const { step, value } of changes) {
    if (step.location === 'statuscode') {
      statusCode = /^[1-5]\d\d$/.test(value) ? Number(value) : statusCode;
    } else {
      change(headers, step, value);
    }
  }
  return { statusCode, headers: headers.pairs() };
}

/** Every value before any change. What has none is left out: the service skips it. */
function valuesOf(steps: readonly Step[], sources: Sources): { step: Step; value: string }[] {
  const changes: { step: Step; value: string }[] = [];
  for (const step of steps) {
    const value = step.action === 'remove' ? '' : step.value(sources);
    if (value !== undefined) {
      changes.push({ step, value });
    }
  }
  return changes;
}

function change(fields: Fields, { action, name }: Step, value: string): void {
  fields[action](name, value);
}

/** The parameters of a service, read once for many evaluations. */
export type CompiledParameters = readonly { readonly name: string; readonly value: Compiled }[];

/** The parameters that a service gets from a request, and those that have no value. */
export interface ParametersOutput {
  readonly parameters: [string, string][];
  /** Names: the call fails for whichever of them, be it required or not. */
  readonly unresolved: string[];
}

/** Reads the parameters of a service integration for many evaluations. */
export function compileParameters(mapping: Iterable<readonly [string, string]>): CompiledParameters {
  return Array.from(mapping, ([name, value]) => ({ name, value: compileExpression(parseExpression(value)) }));
}

/** What the service gets. */
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
