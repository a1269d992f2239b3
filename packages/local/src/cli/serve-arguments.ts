import { parseArgs } from 'node:util';
import type { GatewayOptions } from '../gateway-options';
import type { Overrides } from '../template/overrides/overrides';
import { UserError } from '../user-error';

/** What `serve` is asked to do. */
export interface ServeArguments {
  readonly path: string;
  readonly port: number;
  readonly host: string;
  readonly json: boolean;
  readonly verbose: boolean;
  /** Whether functions are loaded before the first request. */
  readonly eager: boolean;
  readonly gateway: GatewayOptions;
}

/** The flags, with what they mean. */
export const SERVE_FLAGS: readonly (readonly [flag: string, meaning: string])[] = [
  ['--port <number>', 'port of the first API, the next one for the second; 0 picks free ones (default 3000)'],
  ['--host <address>', 'address to listen on (default 127.0.0.1: this machine alone)'],
  ['--api <name>', 'serve this API alone: name, construct path or logical id'],
  ['--stage <name>', 'serve this stage alone, its name left out of the path'],
  ['--target <what>=<url>', 'where a private integration or a public origin is on this machine; may be repeated'],
  ['--endpoint <service>=<url>', 'where sqs, eventbridge, sfn, kinesis or appconfig is on this machine; may be repeated'],
  ['--overrides <file>', 'values for what only a deployment knows, and for the environments of functions'],
  ['--value <name>=<value>', 'one such value, over what the file says; may be repeated'],
  ['--env [<function>:]<name>=<value>', 'one variable of a function, or of all; may be repeated'],
  ['--region <name>', 'region of stacks that name none (default us-east-1)'],
  ['--account <id>', 'account of stacks that name none (default 123456789012)'],
  ['--pass-env <name>', 'let functions see this variable of this shell; may be repeated'],
  ['--environments <number>', 'how many requests a function takes at once (default: one for each processor core)'],
  ['--runtime <name>=<program>', 'run functions of this runtime, such as nodejs22.x, with this Node.js; may be repeated'],
  ['--eager', 'load the code of all functions before the first request'],
  ['--allow-external-links', 'load code in a folder with symbolic links that lead out of it'],
  ['--allow-internet', 'call URLs outside of this machine'],
  ['--jwks <authorizer or issuer>=<file or url>', 'keys of a JWT authorizer; may be repeated'],
  ['--trust-unsigned-tokens', 'believe JWTs without looking at their signature'],
  ['--accept-iam', 'let everybody in where a route asks for IAM authorization'],
  ['--verbose', 'show requests before and after their mapping'],
  ['--json', 'print a JSON object a line, for other programs'],
];

/** Reads the arguments of `serve`. */
export function serveArguments(args: readonly string[]): ServeArguments {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      port: { type: 'string', default: '3000' },
      host: { type: 'string', default: '127.0.0.1' },
      api: { type: 'string' },
      stage: { type: 'string' },
      target: { type: 'string', multiple: true, default: [] },
      endpoint: { type: 'string', multiple: true, default: [] },
      overrides: { type: 'string' },
      value: { type: 'string', multiple: true, default: [] },
      env: { type: 'string', multiple: true, default: [] },
      region: { type: 'string' },
      account: { type: 'string' },
      'pass-env': { type: 'string', multiple: true, default: [] },
      environments: { type: 'string' },
      'allow-internet': { type: 'boolean', default: false },
      jwks: { type: 'string', multiple: true, default: [] },
      'trust-unsigned-tokens': { type: 'boolean', default: false },
      'accept-iam': { type: 'boolean', default: false },
      runtime: { type: 'string', multiple: true, default: [] },
      'allow-external-links': { type: 'boolean', default: false },
      eager: { type: 'boolean', default: false },
      verbose: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const [path, extra] = positionals;
  if (path === undefined || path === '') {
    throw new UserError('serve needs a cloud assembly folder or a template file', 2);
  }
  if (extra !== undefined) {
    throw new UserError(`serve takes one path, and ${extra} is a second one`, 2);
  }
  return {
    path,
    port: whole('--port', values.port, 0, 65_535),
    host: values.host,
    json: values.json,
    verbose: values.verbose,
    eager: values.eager,
    gateway: {
      api: values.api,
      stage: values.stage,
      targets: named('--target', values.target),
      endpoints: named('--endpoint', values.endpoint),
      overrides: [...(values.overrides === undefined ? [] : [values.overrides]), overridesOf(values.value, values.env)],
      region: values.region,
      accountId: values.account,
      passEnvironment: values['pass-env'],
      maxEnvironments: values.environments === undefined ? undefined : whole('--environments', values.environments, 1, 1000),
      runtimes: named('--runtime', values.runtime),
      allowExternalLinks: values['allow-external-links'],
      allowInternet: values['allow-internet'],
      jwks: named('--jwks', values.jwks),
      trustUnsignedTokens: values['trust-unsigned-tokens'],
      acceptIam: values['accept-iam'],
      logMappings: values.verbose,
    },
  };
}

function whole(flag: string, text: string, least: number, most: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= least && value <= most)) {
    throw new UserError(`${flag} is ${text}, and has to be a whole number from ${least} to ${most}`, 2);
  }
  return value;
}

/** `name=value`: a name may be an origin or an ARN, and a value a URL, so the cut is where a URL begins, else at the last `=`. */
function named(flag: string, entries: readonly string[]): Readonly<Record<string, string>> {
  const found = new Map<string, string>();
  for (const entry of entries) {
    const [, name, value] = /^(.+?)=(https?:\/\/.*)$/is.exec(entry) ?? /^(.+)=(.+)$/s.exec(entry) ?? [];
    if (name === undefined || value === undefined) {
      throw new UserError(`${flag} is ${entry}, and has to be <name>=<value>`, 2);
    }
    if (found.has(name)) {
      throw new UserError(`${flag} names ${name} twice`, 2);
    }
    found.set(name, value);
  }
  return Object.fromEntries(found);
}

const VARIABLE = /^(?:(.+):)?([A-Za-z_]\w*)=(.*)$/s;

/** What `--value` and `--env` say, as a file of overrides would. */
function overridesOf(values: readonly string[], environment: readonly string[]): Overrides {
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
