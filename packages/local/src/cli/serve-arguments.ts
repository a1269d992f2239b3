import { parseArgs } from 'node:util';
import type { GatewayOptions } from '../gateway-options';
import type { Overrides } from '../template/overrides/overrides';
import { UserError } from '../user-error';

/** The arguments of `serve`. */
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

/** Flags with their descriptions. */
export const SERVE_FLAGS: readonly (readonly [flag: string, meaning: string])[] = [
  ['--port <number>', 'port of the first API, further APIs get the next ports; 0 picks free ports (default 3000)'],
  ['--host <address>', 'address to listen on (default 127.0.0.1: only this machine)'],
  ['--api <name>', 'serve only this API: name, construct path or logical id'],
  ['--stage <name>', 'serve only this stage, without its name in the path'],
  ['--target <what>=<url>', 'local address of a private integration or a public origin; repeatable'],
  ['--endpoint <service>=<url>', 'local address of sqs, eventbridge, sfn, kinesis or appconfig; repeatable'],
  ['--overrides <file>', 'JSON file with deploy-time values and function environment variables'],
  ['--value <name>=<value>', 'one deploy-time value, overrides the file; repeatable'],
  ['--env [<function>:]<name>=<value>', 'one environment variable of a function, or of all functions; repeatable'],
  ['--region <name>', 'region of environment-agnostic stacks (default us-east-1)'],
  ['--account <id>', 'account of environment-agnostic stacks (default 123456789012)'],
  ['--pass-env <name>', 'pass this environment variable of the shell to functions; repeatable'],
  ['--environments <number>', 'maximum number of concurrent invocations of a function (default: number of processor cores)'],
  ['--runtime <name>=<program>', 'run functions of this runtime, such as nodejs22.x, with this Node.js; repeatable'],
  ['--eager', 'load the code of all functions before the first request'],
  ['--allow-external-links', 'load code whose folder has symbolic links to files outside'],
  ['--allow-internet', 'allow calls to other machines'],
  ['--jwks <authorizer or issuer>=<file or url>', 'key set of a JWT authorizer; repeatable'],
  ['--trust-unsigned-tokens', 'accept JWTs without verifying their signature'],
  ['--accept-iam', 'accept every caller on routes with IAM authorization'],
  ['--verbose', 'show requests before and after their mapping'],
  ['--json', 'print one JSON object for each line'],
];

/** Parses the arguments of `serve`. */
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
    throw new UserError(`serve takes one path, but ${extra} was given as well`, 2);
  }
  return {
    path,
    port: integer('--port', values.port, 0, 65_535),
    host: values.host,
    json: values.json,
    verbose: values.verbose,
    eager: values.eager,
    gateway: {
      api: values.api,
      stage: values.stage,
      targets: parsePairs('--target', values.target),
      endpoints: parsePairs('--endpoint', values.endpoint),
      overrides: [...(values.overrides === undefined ? [] : [values.overrides]), overridesOf(values.value, values.env)],
      region: values.region,
      accountId: values.account,
      passEnvironment: values['pass-env'],
      maxEnvironments: values.environments === undefined ? undefined : integer('--environments', values.environments, 1, 1000),
      runtimes: parsePairs('--runtime', values.runtime),
      allowExternalLinks: values['allow-external-links'],
      allowInternet: values['allow-internet'],
      jwks: parsePairs('--jwks', values.jwks),
      trustUnsignedTokens: values['trust-unsigned-tokens'],
      acceptIam: values['accept-iam'],
      logMappings: values.verbose,
    },
  };
}

function integer(flag: string, text: string, min: number, max: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= min && value <= max)) {
    throw new UserError(`${flag} is ${text}, which must be a whole number from ${min} to ${max}`, 2);
  }
  return value;
}

/** Parses `name=value`. Names may be origins or ARNs with `=`, so the value begins at a URL, else after the last `=`. */
function parsePairs(flag: string, entries: readonly string[]): Readonly<Record<string, string>> {
  const found = new Map<string, string>();
  for (const entry of entries) {
    const [, name, value] = /^(.+?)=(https?:\/\/.*)$/is.exec(entry) ?? /^(.+)=(.+)$/s.exec(entry) ?? [];
    if (name === undefined || value === undefined) {
      throw new UserError(`${flag} is ${entry}, which must be <name>=<value>`, 2);
    }
    if (found.has(name)) {
      throw new UserError(`${flag} names ${name} twice`, 2);
    }
    found.set(name, value);
  }
  return Object.fromEntries(found);
}

const VARIABLE = /^(?:(.+):)?([A-Za-z_]\w*)=(.*)$/s;

/** The overrides given by `--value` and `--env`. */
function overridesOf(values: readonly string[], environment: readonly string[]): Overrides {
  const functions = new Map<string, Record<string, string>>();
  for (const entry of environment) {
    const [, name = '*', variable, value = ''] = VARIABLE.exec(entry) ?? [];
    if (variable === undefined) {
      throw new UserError(`--env is ${entry}, which must be <name>=<value> or <function>:<name>=<value>`, 2);
    }
    functions.set(name, { ...functions.get(name), [variable]: value });
  }
  return { values: Object.fromEntries(values.map(parseValue)), environment: Object.fromEntries(functions) };
}

function parseValue(entry: string): [string, string] {
  const [, name, value] = /^([^=]+)=(.*)$/s.exec(entry) ?? [];
  if (name === undefined || value === undefined) {
    throw new UserError(`--value is ${entry}, which must be <name>=<value>`, 2);
  }
  return [name, value];
}
