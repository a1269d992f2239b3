import { loadApis } from '../load-apis';
import { wantsColor } from '../terminal/line';
import { renderRoutes, renderRoutesJson } from '../terminal/render-routes';
import { ALLOW_PATH_FLAG, APP_ARGUMENT, type Command, JSON_FLAG, readOptions, widthFor } from './command';
import { withProgress } from './progress';

/** `apigwv2-local routes`: shows the routes of a synthesized app. */
export const routes: Command = {
  name: 'routes',
  summary: 'show the routes of a synthesized app, with integration, target, mappings and permission',
  argument: APP_ARGUMENT,
  flags: [ALLOW_PATH_FLAG, JSON_FLAG],
  examples: [
    ['routes', 'show the routes of the app in cdk.out'],
    ['routes template.yaml', 'show the routes of a template of CloudFormation or SAM'],
    ['routes cdk.out/Books.template.json --json', 'print the routes of one template as JSON'],
  ],
  page: 'docs/local/README.md',
  run(invocation, io) {
    const { path, flags } = invocation;
    const loaded = withProgress(io, `reading ${path}`, () => loadApis(path, readOptions(invocation)));
    io.stdout.write(
      flags['json'] === true
        ? renderRoutesJson(loaded)
        : renderRoutes(loaded, { color: wantsColor(io.stdout, io.env), width: widthFor(io) }),
    );
    return 0;
  },
};
