import type { Overrides } from '../template/overrides/overrides';
import { UserError } from '../user-error';

const VARIABLE = /^(?:(.+):)?([A-Za-z_]\w*)=(.*)$/s;

/** What `--value` and `--env` say, as a file of overrides would. */
export function overridesOf(values: readonly string[], environment: readonly string[]): Overrides {
  const functions = new Map<string, Record<string, string>>();
  for (const entry of environment) {
    const [, name = '*', variable, value = ''] = VARIABLE.exec(entry) ?? [];
    if (variable === undefined) {
      throw new UserError(`--env is ${entry}, and has to be <name>=<value>, or <function>:<name>=<value>`, 2);
    }
    functions.set(name, { ...functions.get(name), [variable]: value });
  }
  return { values: Object.fromEntries(values.map(pairOf)), environment: Object.fromEntries(functions) };
}

function pairOf(entry: string): [string, string] {
  const [, name, value] = /^([^=]+)=(.*)$/s.exec(entry) ?? [];
  if (name === undefined || value === undefined) {
    throw new UserError(`--value is ${entry}, and has to be <name>=<value>`, 2);
  }
  return [name, value];
}
