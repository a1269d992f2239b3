import { delimiter, dirname, join } from 'node:path';
import type { FunctionPlan } from '../../definitions/function-plan';
import type { FunctionFacts } from './messages';

/** Folders of an environment. */
export interface Places {
  /** The code. */
  readonly root: string;
  /** An empty home. */
  readonly home: string;
  /** An empty file, for whatever looks for AWS configuration or credentials. */
  readonly nothing: string;
}

type Variables = Readonly<Record<string, string>>;

/** Credentials that no account knows. */
const CREDENTIALS: Variables = { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local', AWS_SESSION_TOKEN: 'local' };

/** Where the AWS SDK sends its calls unless it is told better: nowhere, and the error names the variable to set. */
const NO_ENDPOINT: Variables = { AWS_ENDPOINT_URL: 'http://set-aws-endpoint-url-to-reach-a-service.invalid' };

/** What says that calls to AWS are wanted, with whose credentials. */
const CREDENTIAL_SOURCES =
  /^AWS_(?:ACCESS_KEY_ID|SECRET_ACCESS_KEY|PROFILE|WEB_IDENTITY_TOKEN_FILE|CONTAINER_CREDENTIALS_(?:RELATIVE|FULL)_URI)$/;

/** Without these no program starts there. */
const WINDOWS_NAMES = ['SystemRoot', 'SystemDrive', 'windir', 'ComSpec', 'PATHEXT'];

/**
 * The variables that a function sees, made from nothing: the service's own, the template's over them, and of the host's
 * those alone that are passed on by name.
 */
export function environmentVariables(fn: FunctionPlan, facts: FunctionFacts, places: Places, passed: Variables): Record<string, string> {
  const given = { ...fn.environment, ...passed };
  return { ...standard(fn, facts, places.root), ...fenced(places, given), ...given };
}

/** The host's variables with these names, as far as they are set. */
export function passedOn(names: readonly string[], host: Readonly<Record<string, string | undefined>>): Variables {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = Object.hasOwn(host, name) ? host[name] : undefined;
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime */
function standard({ handler, runtime, region, moduleFolders = [] }: FunctionPlan, facts: FunctionFacts, root: string): Variables {
  return {
    _HANDLER: handler,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EXECUTION_ENV: `AWS_Lambda_${runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: facts.name,
    AWS_LAMBDA_FUNCTION_VERSION: facts.version,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(facts.memoryMegabytes),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: facts.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: facts.logStream,
    AWS_XRAY_CONTEXT_MISSING: 'LOG_ERROR',
    AWS_XRAY_DAEMON_ADDRESS: '127.0.0.1:2000',
    LAMBDA_TASK_ROOT: root,
    LAMBDA_RUNTIME_DIR: '/var/runtime',
    LANG: 'en_US.UTF-8',
    NODE_PATH: [...moduleFolders, root].join(delimiter),
    TZ: ':UTC',
    ...programs(),
  };
}

function programs(): Variables {
  const node = dirname(process.execPath);
  return process.platform === 'win32'
    ? { ...passedOn(WINDOWS_NAMES, process.env), PATH: `${node};${join(process.env.SystemRoot ?? 'C:\\Windows', 'System32')}` }
    : { PATH: [...new Set([node, '/usr/local/bin', '/usr/bin', '/bin'])].join(':') };
}

/** Closes every place where the AWS SDK looks for credentials of this machine's user. */
function fenced({ home, nothing }: Places, given: Variables): Variables {
  const names = Object.keys(given);
  const isWanted = names.some((name) => CREDENTIAL_SOURCES.test(name));
  return {
    HOME: home,
    ...(process.platform === 'win32' ? { USERPROFILE: home, TEMP: home, TMP: home } : {}),
    AWS_EC2_METADATA_DISABLED: 'true',
    ...(names.includes('AWS_PROFILE') ? {} : { AWS_CONFIG_FILE: nothing, AWS_SHARED_CREDENTIALS_FILE: nothing }),
    ...(isWanted ? {} : { ...CREDENTIALS, ...NO_ENDPOINT }),
  };
}
