import type { Expression, Variable } from '../expression/expression';
import { ACTIONS, type Direction, readMapping } from '../expression/mapping-entry';
import type { Body } from './body';
import type { Fields } from './fields';

/** The source of variables: the original request or response. */
export interface Sources {
  readonly headers: Fields;
  readonly query?: Fields;
  readonly body: Body;
  /** The path of the request, without the stage. */
  readonly path?: string;
  pathVariable?(name: string): string | undefined;
  context(name: string): string | undefined;
  stageVariable(name: string): string | undefined;
}

/** Computes a value from its sources; undefined if it has none. */
export type Compiled = (sources: Sources) => string | undefined;

/** One change of a mapping. */
export interface Step {
  /** The position of its entry in the mapping. */
  readonly entry: number;
  readonly action: 'append' | 'overwrite' | 'remove';
  readonly location: 'header' | 'querystring' | 'path' | 'statuscode';
  readonly name: string;
  readonly value: Compiled;
}

/** A mapping that is compiled once for many evaluations. */
export interface CompiledMapping {
  readonly direction: Direction;
  readonly steps: readonly Step[];
  /** Whether a value is read from the body, which must then be complete. */
  readonly readsBody: boolean;
}

/** The service documents no order. Removals are applied first. */
const ORDER = ['remove', 'overwrite', 'append'];

/** Compiles a mapping for many evaluations. Entries that are not valid for the service have no effect. */
export function compileMapping(mapping: Iterable<readonly [string, string]>, direction: Direction): CompiledMapping {
  let readsBody = false;
  const steps = readMapping(mapping).flatMap(({ destination, expression }, entry) => {
    if (destination === undefined || expression === undefined || !ACTIONS[direction][destination.location]?.includes(destination.action)) {
      return [];
    }
    const { action, location, name = '' } = destination;
    readsBody ||= action !== 'remove' && isOfBody(expression);
    return [{ entry, action: action as Step['action'], location, name, value: compileExpression(expression) }];
  });
  return { direction, steps: steps.sort((a, b) => ORDER.indexOf(a.action) - ORDER.indexOf(b.action)), readsBody };
}

function isOfBody({ parts }: Expression): boolean {
  return parts.some(
    (part) => part.kind === 'variable' && (part.variable.source === 'request.body' || part.variable.source === 'response.body'),
  );
}

/** A single variable without a value makes the whole value undefined; within text, it is replaced by an empty string. */
export function compileExpression({ parts }: Expression): Compiled {
  const [first] = parts;
  if (parts.length === 1 && first.kind === 'variable') {
    return compileVariable(first.variable);
  }
  const compiled = parts.map((part): Compiled => {
    if (part.kind === 'text') {
      return () => part.text;
    }
    return compileVariable(part.variable);
  });
  return (sources) => {
    let text = '';
    for (const part of compiled) {
      text += part(sources) ?? '';
    }
    return text;
  };
}

function compileVariable(variable: Variable): Compiled {
  switch (variable.source) {
    case 'request.header':
    case 'response.header':
      return ({ headers }) => headers.get(variable.name);
    case 'request.querystring':
      return ({ query }) => query?.get(variable.name);
    case 'request.path': {
      const { name } = variable;
      return name === undefined ? ({ path }) => path : ({ pathVariable }) => pathVariable?.(name);
    }
    case 'request.body':
    case 'response.body':
      return ({ body }) => body.read(variable.path);
    case 'context':
      return ({ context }) => context(variable.name);
    case 'stageVariables':
      return ({ stageVariable }) => stageVariable(variable.name);
    case 'unknown':
      return () => undefined;
  }
}
