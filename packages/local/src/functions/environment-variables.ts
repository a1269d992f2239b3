import { dirname, join } from 'node:path';
import type { FunctionPlan } from '../definitions/function';
import { type Credentials, credentialVariables, type EnvironmentCredentials } from './environment-credentials';
import { MARKER_VARIABLE } from './processes/process-tree';
import type { TempFolders } from './processes/temp-folders';
import type { FunctionContext } from './runtimes/pipe-protocol';

/** Folders of an environment. */
export interface EnvironmentFolders {
  /** The code. */
  readonly root: string;
  /** The merged layers, which take the place of `/opt`. @default the function has none */
  readonly layers?: string;
  /** An empty home. */
  readonly home: string;
  /** Takes the place of `/tmp`. */
  readonly temp: string;
  /** An empty file, for whatever looks for AWS configuration or credentials. */
  readonly emptyFile: string;
}

type Variables = Readonly<Record<string, string>>;

/** What the environments of every runtime need. */
export interface EnvironmentSettings {
  readonly temp: TempFolders;
  /** Variables of the host that functions may see. */
  readonly passed: Readonly<Record<string, string>>;
  /** Variables of the gateway, which are made when the first environment starts. @default none */
  readonly defaults?: () => Readonly<Record<string, string>>;
  readonly credentials: EnvironmentCredentials;
}

/** Variables of an environment that do not come from its function. */
export interface HostVariables {
  /** Variables of the host that are passed on by name. */
  readonly passed: Variables;
  /**
   * Variables that the template and passed ones replace: those of one runtime, such as `NODE_PATH`, and those of the gateway,
   * such as those that name certificate authorities.
   * @default none
   */
  readonly defaults?: Variables;
  readonly credentials: Credentials;
}

/** Where the AWS SDK sends its calls unless another endpoint is set: nowhere, and the error names the variable to set. */
const NO_ENDPOINT: Variables = { AWS_ENDPOINT_URL: 'http://set-aws-endpoint-url-to-reach-a-service.invalid' };

/** What says that calls to AWS are wanted, with whose credentials. */
const CREDENTIAL_SOURCES =
  /^AWS_(?:ACCESS_KEY_ID|SECRET_ACCESS_KEY|PROFILE|WEB_IDENTITY_TOKEN_FILE|CONTAINER_CREDENTIALS_(?:RELATIVE|FULL)_URI)$/;

/** Without these no program starts there. */
const WINDOWS_NAMES = ['SystemRoot', 'SystemDrive', 'windir', 'ComSpec', 'PATHEXT'];

/**
 * The variables that a function sees, made from nothing: the service's own, over them the template's, and of the host's
 * only those that are passed on by name. The log stream's name is reserved, as in the service: it distinguishes the processes of
 * one environment from all others.
 *
 * @param program the runtime's program, whose folder is on the function's `PATH`
 */
export function environmentVariables(
  fn: FunctionPlan,
  context: FunctionContext,
  folders: EnvironmentFolders,
  { passed, defaults, credentials }: HostVariables,
  program: string,
): Record<string, string> {
  const given = { ...fn.environment, ...passed };
  return {
    ...standard(fn, context, folders, program),
    ...defaults,
    ...fenced(folders, given, credentials),
    ...given,
    [MARKER_VARIABLE]: context.logStream,
  };
}

/** The host's variables with these names, as far as they are set. */
export function passedOn(names: readonly string[], host: Readonly<Record<string, string | undefined>>): Variables {
  const passed: Record<string, string> = {};
  for (const name of names) {
    const value = Object.hasOwn(host, name) ? host[name] : undefined;
    if (value !== undefined) {
      passed[name] = value;
    }
  }
  return passed;
}

/** @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime */
function standard(
  { handler, runtime, region }: FunctionPlan,
  context: FunctionContext,
  { root, layers }: EnvironmentFolders,
  program: string,
): Variables {
  return {
    _HANDLER: handler,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EXECUTION_ENV: `AWS_Lambda_${runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: context.name,
    AWS_LAMBDA_FUNCTION_VERSION: context.version,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(context.memoryMegabytes),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: context.logGroup,
    AWS_XRAY_CONTEXT_MISSING: 'LOG_ERROR',
    AWS_XRAY_DAEMON_ADDRESS: '127.0.0.1:2000',
    LAMBDA_TASK_ROOT: root,
    LAMBDA_RUNTIME_DIR: '/var/runtime',
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    ...programs(dirname(program), layers),
  };
}

/** Where programs, and on Linux their libraries, are searched for. */
function programs(folder: string, layers: string | undefined): Variables {
  const ofLayers = layers === undefined ? [] : [join(layers, 'bin')];
  if (process.platform === 'win32') {
    const system = join(process.env.SystemRoot ?? 'C:\\Windows', 'System32');
    return { ...passedOn(WINDOWS_NAMES, process.env), PATH: [folder, system, ...ofLayers].join(';') };
  }
  const PATH = [...new Set([folder, '/usr/local/bin', '/usr/bin', '/bin', ...ofLayers])].join(':');
  return layers === undefined ? { PATH } : { PATH, LD_LIBRARY_PATH: join(layers, 'lib') };
}

/** Closes every place where the AWS SDK looks for credentials of this machine's user. */
function fenced({ home, temp, emptyFile }: EnvironmentFolders, given: Variables, credentials: Credentials): Variables {
  const names = Object.keys(given);
  const isWanted = names.some((name) => CREDENTIAL_SOURCES.test(name));
  return {
    HOME: home,
    TMPDIR: temp,
    ...(process.platform === 'win32' ? { USERPROFILE: home, TEMP: temp, TMP: temp } : {}),
    AWS_EC2_METADATA_DISABLED: 'true',
    ...(names.includes('AWS_PROFILE') ? {} : { AWS_CONFIG_FILE: emptyFile, AWS_SHARED_CREDENTIALS_FILE: emptyFile }),
    ...(isWanted ? {} : { ...credentialVariables(credentials), ...NO_ENDPOINT }),
  };
}
