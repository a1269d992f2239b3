import { loadApis } from '../load-apis';
import { wantsColor } from '../terminal/line';
import { renderRoutes, renderRoutesJson } from '../terminal/render-routes';
import type { Command, Io } from './command';
import { pathArgument } from './path-argument';

/** `apigwv2-local routes`: shows the routes of a synthesized app. */
export const routes: Command = {
  name: 'routes',
  usage: 'apigwv2-local routes <cloud assembly folder or template file> [--json]',
  summary: 'show the routes of a synthesized app, with integration, target, mappings and permission',
  run(args, io) {
    const { path, json } = pathArgument('routes', args);
    const loaded = loadApis(path);
    io.stdout.write(json ? renderRoutesJson(loaded) : renderRoutes(loaded, { color: wantsColor(io.stdout, io.env), width: widthFor(io) }));
    return 0;
  },
};

/** Output to a pipe or file is not wrapped unless COLUMNS is set, so that grep finds whole lines. */
function widthFor({ stdout, env }: Io): number | undefined {
  const columns = stdout.columns ?? Number(env.COLUMNS);
  return columns > 0 ? columns : undefined;
}
