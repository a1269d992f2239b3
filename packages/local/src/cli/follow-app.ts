import { readCdkSettings } from '../app/cdk-settings';
import { synthesize } from '../app/synthesize';
import type { Diagnostic } from '../definitions/plan';
import { displayPath } from '../diagnostics/diagnostics';
import type { LocalGateway } from '../local-gateway';
import { wantsColor } from '../terminal/line';
import { AppWatch, type Synthesizer } from '../watch/app-watch';
import { StaleCheck } from '../watch/stale-check';
import type { ApiPorts } from './api-ports';
import type { Io, Synthesis } from './command';

/** What follows an app until it is closed. */
export type AppFollower = Pick<AppWatch, 'close'>;

/** How an app is followed. */
export interface FollowOptions {
  /** Absolute path of the folder of the project. */
  readonly project: string;
  /** How the app is synthesized. @default the cloud assembly is written by somebody else */
  readonly synthesis?: Synthesis;
  readonly ports: ApiPorts;
}

/** Loads the app again after each edit. Prints what the log does not say: new APIs, new diagnostics, and what the CDK prints. */
export async function followApp(gateway: LocalGateway, { project, synthesis, ports }: FollowOptions, io: Io): Promise<AppFollower> {
  const { stderr } = io;
  const say = (text: string): unknown => stderr.write(`apigwv2-local: ${text}\n`);
  let known = new Set(gateway.diagnostics.map(textOf));
  const onReload = async () => {
    const diagnostics = gateway.diagnostics.map(textOf);
    for (const text of diagnostics.filter((each) => !known.has(each))) {
      say(text);
    }
    known = new Set(diagnostics);
    try {
      for (const { api, listening } of await ports.listen(gateway.apis)) {
        say(`${api.plan.name} is served at ${listening.url}`);
      }
    } catch (error) {
      say(error instanceof Error ? error.message : String(error));
    }
  };
  const onSynthesis = (files: readonly string[]) => {
    if (stderr.isTTY === true) {
      say(`${files.slice(0, 3).join(', ')}${files.length > 3 ? ', ...' : ''} changed, running cdk synth`);
    }
  };
  const onError = (error: Error) => say(`files cannot be watched: ${error.message}`);
  const watch = await AppWatch.start(gateway, {
    project,
    command: synthesis?.app ?? readCdkSettings(project).app,
    synthesize: synthesis && synthesizerOf(synthesis, io),
    onReload,
    onSynthesis,
    onError,
  });
  say(`watching ${synthesis === undefined ? gateway.parts.source : 'the app'} for changes`);
  return watch;
}

function synthesizerOf(synthesis: Synthesis, { stderr, env }: Io): Synthesizer {
  return async (signal) => {
    let output = '';
    const print = (text: string) => {
      output += text;
    };
    const color = wantsColor(stderr, env);
    const { path, failure } = await synthesize({ directory: '.', ...synthesis, print, color, env, signal, isServed: true });
    if (failure !== undefined) {
      stderr.write(`${output}apigwv2-local: cdk synth failed (${failure}), but the app wrote ${path}, which is served\n`);
    }
    return path;
  };
}

/** Says once if the assembly that is served is replaced, or becomes older than its sources. Looks at them when requests come. */
export function reportStale(gateway: LocalGateway, project: string, { stderr }: Io): AppFollower {
  const check = new StaleCheck(gateway.parts, project, readCdkSettings(project).app);
  const unsubscribe = gateway.subscribe((entry) => {
    if (entry.kind === 'request' || entry.kind === 'connect' || entry.kind === 'message') {
      const warning = check.check();
      if (warning !== undefined) {
        stderr.write(`apigwv2-local: ${warning}\n`);
      }
    }
  });
  return {
    close: async () => {
      unsubscribe();
      check.close();
    },
  };
}

function textOf({ location, text, sourceLocation }: Diagnostic): string {
  return `${displayPath(location)} ${text}${sourceLocation === undefined ? '' : ` (${sourceLocation})`}`;
}
