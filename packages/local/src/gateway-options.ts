import type { AuthorizerHandler } from './authorizers/lambda/ask';
import type { FunctionHandler } from './definitions/function-handler';
import type { NamedApi } from './definitions/plan';
import type { DebugpyOptions, InspectOptions } from './functions/debugging/debuggers';
import type { Log } from './gateway/log-entry';
import type { ReadOptions } from './load-assembly';
import type { Overrides } from './template/overrides/overrides';
import type { WebSocketLimits } from './websocket-api/limits';

/** Options of the local gateway. */
export interface GatewayOptions extends ReadOptions {
  /** Name, construct path or logical id of the only API to serve. @default all APIs of the app */
  readonly api?: string;
  /** The only stage to serve, without its name in the path, as behind a custom domain. @default all stages */
  readonly stage?: string;
  /**
   * Local addresses of private integrations and public origins. Keys are the logical id, construct path or ARN of a listener
   * or Cloud Map service, or an origin such as `https://docs.example.com`; values are URLs such as `http://127.0.0.1:8080`.
   * @default private integrations answer 503
   */
  readonly targets?: Readonly<Record<string, string>>;
  /**
   * Local endpoints of AWS services. Keys are `sqs`, `eventbridge`, `sfn`, `kinesis`, `appconfig`, `dynamodb`, `sns`,
   * `firehose` or `s3`; values are URLs such as `http://127.0.0.1:9324`. Requests are signed with placeholder credentials.
   * @default `AWS_ENDPOINT_URL_SQS` (and so on) or `AWS_ENDPOINT_URL` if it points to this machine; other services answer 503
   */
  readonly endpoints?: Readonly<Record<string, string>>;
  /** Deploy-time values and function environment variables: paths of JSON files, or their content. Later ones win. @default none */
  readonly overrides?: string | Overrides | readonly (string | Overrides)[];
  /** Region of environment-agnostic stacks. @default 'us-east-1' */
  readonly region?: string;
  /** Account of environment-agnostic stacks. @default '123456789012' */
  readonly accountId?: string;
  /** The URL of an API in values that refer to it. @default the URL that it would have after deployment */
  readonly endpoint?: (api: NamedApi) => string | undefined;
  /** Names of environment variables of this process that are passed to functions. @default none */
  readonly passEnvironment?: readonly string[];
  /** Whether other machines may be called. @default false */
  readonly allowInternet?: boolean;
  /**
   * Host headers that ports answer, besides loopback names, IP addresses, and the API's own and custom domains.
   * @default none: other hosts get 421, which protects from DNS rebinding
   */
  readonly allowHosts?: readonly string[];
  /**
   * Origins of pages that may connect to WebSocket APIs, such as `https://app.example.com`. Browsers let every page do so.
   * @default only pages of this machine; handshakes of other pages get 403
   */
  readonly allowOrigins?: readonly string[];
  /** Lower limits for WebSocket connections, for tests. @default the limits of the service */
  readonly webSocketLimits?: WebSocketLimits;
  /** Whether routes with IAM authorization accept every caller. @default false: only signatures with a key of `iamKeys` are accepted */
  readonly acceptIam?: boolean;
  /**
   * Secret access keys by access key ID. Signatures of routes with IAM authorization are verified with them.
   * @default none: every caller is refused
   */
  readonly iamKeys?: Readonly<Record<string, string>>;
  /**
   * Functions that take the place of authorizers, by the name, construct path or logical ID of the authorizer. They receive
   * the event of a Lambda authorizer, and return a simple response or a policy.
   * @default none: Lambda authorizers call their function
   */
  readonly authorizers?: Readonly<Record<string, AuthorizerHandler>>;
  /**
   * Handlers that are called in this process in place of Lambda functions, so that a test can use mocks, breakpoints and
   * coverage. Keys are construct paths, logical IDs or fixed names of functions; `*` stands for all functions without a key of their own.
   * A function whose runtime or code cannot be used on this machine can be replaced as well.
   * @default none: functions run in processes of their own
   */
  readonly functions?: Readonly<Record<string, FunctionHandler>>;
  /**
   * Where functions are invoked that run elsewhere, for example in a container. Keys are construct paths, logical IDs or names
   * of functions; values are URLs. A URL without a path is that of a Lambda Runtime Interface Emulator, one with a path is that
   * of another Invoke API.
   * @default none: functions run on this machine
   */
  readonly functionEndpoints?: Readonly<Record<string, string>>;
  /**
   * Whether `invocations` lists what functions were called with: the last 1,000 invocations of each function, or fewer if
   * their JSON exceeds 32 MiB.
   * @default true
   */
  readonly recordInvocations?: boolean;
  /**
   * Whether routes answer 500, as after deployment, if no permission allows the API to invoke their function.
   * @default false: the function runs, and the missing permission is a diagnostic
   */
  readonly strictPermissions?: boolean;
  /** Whether JWTs are accepted without verifying their signature. @default false */
  readonly trustUnsignedTokens?: boolean;
  /** Key sets of JWT authorizers: name or issuer of the authorizer to a file or URL. @default none: every token is refused */
  readonly jwks?: Readonly<Record<string, string>>;
  /** Maximum number of concurrent invocations of a function. @default number of processor cores */
  readonly maxEnvironments?: number;
  /**
   * What runs functions, by the name of a runtime: for `nodejs22.x` or `python3.13` the path of a program, for every other
   * runtime a command with a client of the Lambda Runtime API. Its arguments are separated by white space, with quotes as in a
   * shell, and `{handler}` in them stands for the handler of the function. No shell is used.
   * @default the Node.js that runs the gateway, and the Python on the `PATH`
   */
  readonly runtimes?: Readonly<Record<string, string>>;
  /**
   * Whether Node.js functions can be debugged, each in one environment and on a port of its own. The timeouts of a function
   * pause while a debugger is attached to it.
   * @default false
   */
  readonly inspect?: boolean | InspectOptions;
  /**
   * Folders or `.zip` files of layers that are not in the assembly, by their ARN, with or without its version.
   * @default such layers are not loaded
   */
  readonly layers?: Readonly<Record<string, string>>;
  /**
   * Whether Python functions can be debugged with `debugpy`, as Node.js functions can with `inspect`. The Python that runs the
   * functions needs the package `debugpy`.
   * @default false
   */
  readonly debugpy?: boolean | DebugpyOptions;
  /** Whether symbolic links in a folder of code may lead out of it. @default false: such a function does not load */
  readonly allowExternalLinks?: boolean;
  /** Whether log entries hold requests before and after their mapping. @default false */
  readonly logMappings?: boolean;
  /**
   * Folder of the project. Functions whose code is a copy of a folder in it run from that folder, so that `reload` loads edits
   * without a synthesis. Code that the CDK bundled runs from the assembly.
   * @default all functions run from the assembly
   */
  readonly project?: string;
  /** Receives log entries. @default nothing is logged */
  readonly log?: Log;
}
