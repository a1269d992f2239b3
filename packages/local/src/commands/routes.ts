import { parseArgs } from 'node:util';
import type { Io } from '../io';
import { loadApis } from '../load-apis';
import { UserError } from '../user-error';
import { renderRoutes } from '../view/render-routes';
import { renderRoutesJson } from '../view/routes-json';
import { wantsColor } from '../view/style';
import type { Command } from './command';

/** `apigwv2-local routes`: shows the routes of a synthesized app. */
export const routes: Command = {
  name: 'routes',
  usage: 'apigwv2-local routes <cloud assembly folder or template file> [--json]',
  summary: 'show the routes of a synthesized app, with integration, target, mappings and permission',
  options: ['--json   print JSON for other programs'],
  run(args, io) {
    const { path, json } = parse(args);
    const loaded = loadApis(path);
    io.stdout.write(json ? renderRoutesJson(loaded) : renderRoutes(loaded, { color: wantsColor(io.stdout, io.env), width: widthFor(io) }));
  },
};

function parse(args: readonly string[]): { readonly path: string; readonly json: boolean } {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { json: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const [path, extra] = positionals;
  if (path === undefined || path === '') {
    throw new UserError('routes needs a cloud assembly folder or a template file', 2);
  }
  if (extra !== undefined) {
    throw new UserError(`routes takes one path, and ${extra} is a second one`, 2);
  }
  return { path, json: values.json };
}

/** A pipe or file gets whole lines, for grep's sake, unless COLUMNS says otherwise. */
function widthFor({ stdout, env }: Io): number | undefined {
  const columns = stdout.columns ?? Number(env.COLUMNS);
  return columns > 0 ? columns : undefined;
}
