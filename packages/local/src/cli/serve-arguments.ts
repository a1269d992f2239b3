import { parseIamKeys } from '../authorizers/iam/keys';
import type { AuthorizerHandler } from '../authorizers/lambda/ask';
import { parseStandIn } from '../authorizers/stand-ins';
import type { InspectOptions } from '../functions/debugging/debuggers';
import type { GatewayOptions } from '../gateway-options';
import type { Overrides } from '../template/overrides/overrides';
import { UserError } from '../user-error';
import { SYNTHESIS_FLAGS } from './app-source';
import { ALLOW_PATH_FLAG, type Flag, type FlagValues, JSON_FLAG } from './command';

/** The arguments of `serve`. */
export interface ServeArguments {
  readonly port: number;
  readonly host: string;
  readonly json: boolean;
  readonly verbose: boolean;
  /** Whether functions are loaded before the first request. */
  readonly eager: boolean;
  /** Whether edits are followed. */
  readonly watch: boolean;
  /** Whether the command fails if something is not served as deployed. */
  readonly strict: boolean;
  /** The page that shows why. @default it is not served */
  readonly ui?: { readonly port: number; readonly showSecrets: boolean };
  readonly gateway: GatewayOptions;
}

/** Flags of `serve`. */
export const SERVE_FLAGS: readonly Flag[] = [
  ...SYNTHESIS_FLAGS,
  {
    name: 'port',
    value: '<number>',
    description: 'port of the first API; further APIs use the next ports; 0 selects free ports (default 3000)',
  },
  { name: 'host', value: '<address>', description: 'address to listen on (default 127.0.0.1: only this machine)' },
  { name: 'api', value: '<name>', description: 'serve only this API: name, construct path or logical ID' },
  { name: 'stage', value: '<name>', description: 'serve only this stage, without its name in the path' },
  { name: 'target', value: '<what>=<url>', description: 'local address of a private integration or a public origin', repeatable: true },
  {
    name: 'endpoint',
    value: '<service>=<url>',
    description: 'local address of an AWS service, such as sqs, eventbridge, sfn, kinesis, dynamodb or sns',
    repeatable: true,
  },
  { name: 'overrides', value: '<file>', description: 'JSON file with deploy-time values and function environment variables' },
  { name: 'value', value: '<name>=<value>', description: 'one deploy-time value; overrides the file', repeatable: true },
  {
    name: 'env',
    value: '[<function>:]<name>=<value>',
    description: 'one environment variable of a function, or of all functions',
    repeatable: true,
  },
  { name: 'region', value: '<name>', description: 'region of environment-agnostic stacks (default us-east-1)' },
  { name: 'account', value: '<id>', description: 'account of environment-agnostic stacks (default 123456789012)' },
  { name: 'pass-env', value: '<name>', description: 'pass this environment variable of the shell to functions', repeatable: true },
  {
    name: 'environments',
    value: '<number>',
    description: 'maximum number of concurrent invocations of a function (default: number of processor cores)',
  },
  {
    name: 'runtime',
    value: '<name>=<program>',
    description: 'run functions of nodejs22.x, python3.13 and so on with this program, or of another runtime with this command',
    repeatable: true,
  },
  {
    name: 'function',
    value: '<name>=<url>',
    description: 'invoke a function elsewhere, such as in its container, which listens at this URL',
    repeatable: true,
  },
  {
    name: 'inspect',
    value: '[port]',
    description: 'let debuggers attach to Node.js functions, each on a port of its own from this one on (default 9229)',
  },
  {
    name: 'inspect-brk',
    value: '<function>',
    description: 'like --inspect, and this function waits for a debugger and stops at its first line',
    repeatable: true,
  },
  {
    name: 'layer',
    value: '<arn>=<folder>',
    description: 'folder or .zip file of a layer that is not in the assembly',
    repeatable: true,
  },
  {
    name: 'debugpy',
    value: '[port]',
    description: 'let debuggers attach to Python functions with debugpy, each on a port of its own from this one on (default 5678)',
  },
  { name: 'ui', description: 'serve a page that shows requests and why they were answered as they were; its URL has a token' },
  { name: 'ui-port', value: '<number>', description: 'port of the page, on this machine alone (default: a free one)' },
  { name: 'show-secrets', description: 'show tokens, cookies and keys on the page of --ui' },
  {
    name: 'watch',
    description:
      'follow edits: code of plain folder assets is loaded at once, the app after a synthesis; with a path, the assembly is watched',
  },
  { name: 'strict', description: 'exit with code 1 if something is not served as deployed' },
  { name: 'strict-permissions', description: 'answer 500 on routes whose function no permission allows the API to invoke' },
  { name: 'eager', description: 'load the code of all functions before the first request' },
  ALLOW_PATH_FLAG,
  { name: 'allow-external-links', description: 'load code whose folder contains symbolic links to files outside it' },
  { name: 'allow-internet', description: 'allow calls to other machines' },
  { name: 'allow-host', value: '<name>', description: 'accept requests with this Host header', repeatable: true },
  { name: 'allow-origin', value: '<origin>', description: 'let pages of this origin connect to WebSocket APIs', repeatable: true },
  { name: 'jwks', value: '<authorizer or issuer>=<file or url>', description: 'key set of a JWT authorizer', repeatable: true },
  { name: 'trust-unsigned-tokens', description: 'accept JWTs without verifying their signature' },
  { name: 'accept-iam', description: 'accept every caller on routes with IAM authorization' },
  {
    name: 'iam-key',
    value: '<id>=<secret>',
    description: 'verify IAM signatures with this key; env reads it from the shell, file:<path> from a file',
    repeatable: true,
  },
  {
    name: 'authorizer',
    value: '<name>=<decision>',
    description: 'replace an authorizer by allow, allow:{"name":"value"} or deny',
    repeatable: true,
  },
  { name: 'verbose', description: 'show decisions of authorizers, and requests before and after their mapping' },
  JSON_FLAG,
];

/** Reads the flags of `serve`. */
export function serveArguments(flags: FlagValues, env: Readonly<Record<string, string | undefined>> = {}): ServeArguments {
  const text = (name: string): string | undefined => flags[name] as string | undefined;
  const list = (name: string): readonly string[] => (flags[name] as readonly string[] | undefined) ?? [];
  const isSet = (name: string): boolean => flags[name] === true;
  const pairs = (name: string): Readonly<Record<string, string>> => parsePairs(`--${name}`, list(name));
  const environments = text('environments');
  const overrides = text('overrides');
  return {
    port: integer('--port', text('port') ?? '3000', 0, 65_535),
    host: text('host') ?? '127.0.0.1',
    json: isSet('json'),
    verbose: isSet('verbose'),
    eager: isSet('eager'),
    watch: isSet('watch'),
    strict: isSet('strict'),
    ui: uiOf(isSet('ui'), text('ui-port'), isSet('show-secrets')),
    gateway: {
      api: text('api'),
      stage: text('stage'),
      targets: pairs('target'),
      endpoints: pairs('endpoint'),
      overrides: [...(overrides === undefined ? [] : [overrides]), overridesOf(list('value'), list('env'))],
      region: text('region'),
      accountId: text('account'),
      passEnvironment: list('pass-env'),
      maxEnvironments: environments === undefined ? undefined : integer('--environments', environments, 1, 1000),
      runtimes: parsePairs('--runtime', list('runtime'), FIRST_EQUALS_SIGN),
      layers: pairs('layer'),
      inspect: inspectOptions(flags.inspect, list('inspect-brk')),
      debugpy: debugPort('--debugpy', flags.debugpy),
      recordInvocations: false,
      allowExternalLinks: isSet('allow-external-links'),
      allowInternet: isSet('allow-internet'),
      allowHosts: list('allow-host'),
      allowOrigins: list('allow-origin'),
      jwks: pairs('jwks'),
      strictPermissions: isSet('strict-permissions'),
      trustUnsignedTokens: isSet('trust-unsigned-tokens'),
      acceptIam: isSet('accept-iam'),
      iamKeys: iamKeysOf(list('iam-key'), isSet('accept-iam'), env),
      functionEndpoints: pairs('function'),
      authorizers: standInsOf(list('authorizer')),
      logMappings: isSet('verbose'),
    },
  };
}

/** The settings of the page; undefined without it. */
function uiOf(isOn: boolean, port: string | undefined, showSecrets: boolean): ServeArguments['ui'] {
  if (isOn || port !== undefined) {
    return { port: port === undefined ? 0 : integer('--ui-port', port, 0, 65_535), showSecrets };
  }
  if (showSecrets) {
    throw new UserError('--show-secrets shows the secrets on a page: pass --ui, too', 'usage');
  }
  return undefined;
}

/** The first port of debuggers, whose flag can be written without one; undefined without the flag. */
function debugPort(flag: string, value: FlagValues[string]): { readonly port?: number } | undefined {
  if (value === undefined || value === false) {
    return undefined;
  }
  if (typeof value !== 'string') {
    return {};
  }
  if (!/^\d+$/.test(value)) {
    throw new UserError(`${flag} is ${value}, which must be a port: write the path of the app before ${flag}`, 'usage');
  }
  return { port: integer(flag, value, 0, 65_535) };
}

function inspectOptions(value: FlagValues[string], breakAt: readonly string[]): InspectOptions | undefined {
  const port = debugPort('--inspect', value);
  return port === undefined && breakAt.length === 0 ? undefined : { ...port, breakAt };
}

function iamKeysOf(values: readonly string[], acceptIam: boolean, env: Readonly<Record<string, string | undefined>>) {
  if (acceptIam && values.length > 0) {
    throw new UserError('--iam-key verifies signatures, and --accept-iam accepts every caller: pass one of the two', 'usage');
  }
  return parseIamKeys(values, env);
}

/** The name ends at the first `=` before a decision, because names may contain `=`, and contexts too. */
function standInsOf(entries: readonly string[]): GatewayOptions['authorizers'] {
  const found = new Map<string, AuthorizerHandler>();
  for (const entry of entries) {
    const [, name, value] = /^(.+?)=((?:allow|deny).*)$/s.exec(entry) ?? /^([^=]+)=(.*)$/s.exec(entry) ?? [];
    if (name === undefined || value === undefined) {
      throw new UserError(`--authorizer is ${entry}, which must be <name>=allow, <name>=allow:{"name":"value"} or <name>=deny`, 'usage');
    }
    if (found.has(name)) {
      throw new UserError(`--authorizer names ${name} twice`, 'usage');
    }
    found.set(name, parseStandIn(name, value));
  }
  return Object.fromEntries(found);
}

function integer(flag: string, text: string, min: number, max: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= min && value <= max)) {
    throw new UserError(`${flag} is ${text}, which must be a whole number from ${min} to ${max}`, 'usage');
  }
  return value;
}

/** Names of runtimes have no `=`, and commands may have some. */
const FIRST_EQUALS_SIGN = [/^([^=]+)=(.+)$/s];
/** Names may be origins or ARNs with `=`, so the value begins at a URL, else after the last `=`. */
const URL_OR_LAST_EQUALS_SIGN = [/^(.+?)=(https?:\/\/.*)$/is, /^(.+)=(.+)$/s];

/** Parses `name=value`. */
function parsePairs(flag: string, entries: readonly string[], forms = URL_OR_LAST_EQUALS_SIGN): Readonly<Record<string, string>> {
  const found = new Map<string, string>();
  for (const entry of entries) {
    const [, name, value] = forms.map((form) => form.exec(entry)).find((match) => match !== null) ?? [];
    if (name === undefined || value === undefined) {
      throw new UserError(`${flag} is ${entry}, which must be <name>=<value>`, 'usage');
    }
    if (found.has(name)) {
      throw new UserError(`${flag} names ${name} twice`, 'usage');
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
      throw new UserError(`--env is ${entry}, which must be <name>=<value> or <function>:<name>=<value>`, 'usage');
    }
    functions.set(name, { ...functions.get(name), [variable]: value });
  }
  return { values: Object.fromEntries(values.map(parseValue)), environment: Object.fromEntries(functions) };
}

function parseValue(entry: string): [string, string] {
  const [, name, value] = /^([^=]+)=(.*)$/s.exec(entry) ?? [];
  if (name === undefined || value === undefined) {
    throw new UserError(`--value is ${entry}, which must be <name>=<value>`, 'usage');
  }
  return [name, value];
}
