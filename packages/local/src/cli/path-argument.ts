import { parseArgs } from 'node:util';
import { UserError } from '../user-error';

/** The arguments of a verb that reads an app. */
export interface PathArgument {
  readonly path: string;
  readonly json: boolean;
}

/** Parses one path and `--json`. */
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
    throw new UserError(`${verb} takes one path, but ${extra} was given as well`, 2);
  }
  return { path, json: values.json };
}
