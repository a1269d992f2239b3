import { parseArgs } from 'node:util';
import { UserError } from '../user-error';

/** What a verb takes that reads an app: one path, and whether the output is for programs. */
export interface PathArgument {
  readonly path: string;
  readonly json: boolean;
}

/** Reads the arguments of such a verb. */
export function pathArgument(verb: string, args: readonly string[]): PathArgument {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { json: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const [path, extra] = positionals;
  if (path === undefined || path === '') {
    throw new UserError(`${verb} needs a cloud assembly folder or a template file`, 2);
  }
  if (extra !== undefined) {
    throw new UserError(`${verb} takes one path, and ${extra} is a second one`, 2);
  }
  return { path, json: values.json };
}
