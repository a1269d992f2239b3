import { parseExpression } from '../expression/parse';
import { type Compiled, compileExpression } from './compile';
import { type RequestInput, requestSources } from './evaluate';

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
