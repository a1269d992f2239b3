import { resolve } from 'node:path';
import { synthesize } from '../app/synthesize';
import type { NamedApi } from '../definitions/plan';
import { findProblems } from '../find-problems';
import type { Log } from '../gateway/log-entry';
import { isLoopback } from '../gateway/loopback';
import { Inspector } from '../inspector/inspector';
import { LocalGateway } from '../local-gateway';
import { wantsColor } from '../terminal/line';
import { LogOutput } from '../terminal/log-output';
import { renderDropped, renderEntry } from '../terminal/render-entry';
import { renderDroppedJson, renderEntryJson, renderServed, renderServedJson } from '../terminal/render-served';
import { UserError } from '../user-error';
import { projectOf } from '../watch/source-folders';
import { ApiPorts } from './api-ports';
import { APP_ARGUMENT, type Argument, type Command, type Io, readOptions, type Synthesis } from './command';
import { type AppFollower, followApp, reportStale } from './follow-app';
import { withProgress } from './progress';
import { SERVE_FLAGS, serveArguments } from './serve-arguments';

const ARGUMENT: Argument = {
  ...APP_ARGUMENT,
  description:
    'cloud assembly folder or template file; - reads a template from standard input (default: the app of cdk.json is synthesized; without cdk.json, cdk.out)',
};

/** `apigwv2-local serve`: serves the HTTP and WebSocket APIs of an app on this machine. */
export const serve: Command = {
  name: 'serve',
  summary: 'serve the HTTP and WebSocket APIs of an app on this machine, until Ctrl-C',
  argument: ARGUMENT,
  flags: SERVE_FLAGS,
  examples: [
    ['serve', "synthesize the app of this folder with the project's own cdk synth, and serve it on port 3000"],
    ['serve --watch', 'do so, and follow the edits of the app and of its functions'],
    [
      'serve cdk.out --port 0 --target https://docs.example.com=http://127.0.0.1:8080',
      'serve on a free port, with a local stand-in for a URL',
    ],
  ],
  page: 'docs/local/README.md',
  async run(invocation, io) {
    const { path: assembly, synthesis, flags } = invocation;
    const options = serveArguments(flags, io.env);
    if (options.watch && assembly === '-') {
      throw new UserError('--watch cannot follow standard input: pass a cloud assembly folder or a template file', 'usage');
    }
    const path = synthesis === undefined ? assembly : await synthesized(synthesis, options.strict, io);
    if (path === undefined) {
      return io.stop?.aborted === true ? 0 : 1;
    }
    const color = wantsColor(io.stdout, io.env);
    const output = new LogOutput(io.stdout, options.json ? renderDroppedJson : renderDropped);
    const log: Log = (entry) => output.add(options.json ? renderEntryJson(entry) : renderEntry(entry, { color, verbose: options.verbose }));
    const ports = new ApiPorts(options.host, options.port);
    const endpoint = options.port === 0 ? undefined : ({ id }: NamedApi) => `http://${options.host}:${ports.of(id)}`;
    const project = synthesis === undefined ? projectOf(path) : resolve('.');
    const read = readOptions(invocation);
    const settings = { ...options.gateway, ...read, log, endpoint, project: options.watch ? project : undefined };
    const gateway = await withProgress(io, `reading ${path}`, () => LocalGateway.load(path, settings));
    const stop = stopped(io);
    let inspector: Inspector | undefined;
    let follower: AppFollower | undefined;
    try {
      if (gateway.staleWarning !== undefined) {
        io.stderr.write(`apigwv2-local: ${gateway.staleWarning}\n`);
      }
      if (options.eager) {
        // Ctrl-C need not wait for functions that are loading.
        const failure = await withProgress(io, 'loading functions', () => Promise.race([loadFailure(gateway), stop]));
        if (failure !== undefined) {
          io.stderr.write(`apigwv2-local: ${failure}; its routes answer 500\n`);
          if (options.strict) {
            return 1;
          }
        }
      }
      if (io.stop?.aborted === true) {
        return 0;
      }
      if (!isLoopback(options.host)) {
        io.stderr.write(`apigwv2-local: listening on ${options.host}: other machines can call this gateway and run its functions\n`);
      }
      if (options.ui !== undefined) {
        const { gateway: loaded, ui } = options;
        const findings = () => findProblems(path, read).findings;
        const settings = { ...ui, source: path, gateway: loaded, page: await io.page?.(), findings };
        inspector = await Inspector.start(gateway, () => ports.listening, settings);
      }
      const served = await ports.listen(gateway.apis);
      output.flush();
      io.stdout.write(
        options.json
          ? renderServedJson(served, gateway.diagnostics, gateway.debuggers, inspector?.url)
          : renderServed(served, gateway.diagnostics, {
              color,
              width: io.stdout.columns,
              debuggers: gateway.debuggers,
              inspector: inspector?.url,
            }),
      );
      if (options.strict && gateway.diagnostics.length > 0) {
        return 1;
      }
      follower = options.watch ? await followApp(gateway, { project, synthesis, ports }, io) : reportStale(gateway, project, io);
      await stop;
      return 0;
    } finally {
      await follower?.close();
      await inspector?.close();
      await gateway.close();
      output.flush();
    }
  },
};

/**
 * Synthesizes the app of the current folder. Findings of validation plugins are printed, and prevent nothing unless `strict`.
 *
 * @returns the cloud assembly, or undefined if it is not to be served
 */
async function synthesized(synthesis: Synthesis, strict: boolean, { stderr, env, stop }: Io): Promise<string | undefined> {
  if (stderr.isTTY === true) {
    stderr.write('running cdk synth ...\n');
  }
  try {
    const print = (text: string): unknown => stderr.write(text);
    const { path, failure } = await synthesize({ directory: '.', ...synthesis, print, color: wantsColor(stderr, env), env, signal: stop });
    if (failure === undefined) {
      return path;
    }
    stderr.write(`apigwv2-local: cdk synth failed (${failure}), but the app wrote ${path}${strict ? '' : ', which is served'}\n`);
    return strict ? undefined : path;
  } catch (error) {
    if (stop?.aborted === true) {
      return undefined;
    }
    throw error;
  }
}

/** Why the code of a function cannot be loaded; undefined if all functions are loaded. */
async function loadFailure(gateway: LocalGateway): Promise<string | undefined> {
  try {
    await gateway.prepare();
    return undefined;
  } catch (error) {
    if (error instanceof UserError) {
      return error.message;
    }
    throw error;
  }
}

function stopped({ stop }: Io): Promise<void> {
  return new Promise((resolve) => {
    if (stop?.aborted === true) {
      resolve();
    }
    stop?.addEventListener('abort', () => resolve(), { once: true });
  });
}
