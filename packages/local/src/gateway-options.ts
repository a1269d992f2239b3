import type { NamedApi } from './definitions/plan';
import type { Log } from './gateway/log-entry';
import type { Overrides } from './template/overrides/overrides';

/** How the gateway serves what a synthesized app describes. */
export interface GatewayOptions {
  /** Name, construct path or logical id of the one API that is served. @default every HTTP API of the app */
  readonly api?: string;
  /** The one stage that is served, its name left out of the path, as behind a custom domain. @default all stages */
  readonly stage?: string;
  /**
   * Where private integrations and public origins are on this machine: logical id, construct path or ARN of a listener or
   * Cloud Map service, or an origin such as `https://docs.example.com`, to a URL such as `http://127.0.0.1:8080`.
   * @default private integrations answer 503
   */
  readonly targets?: Readonly<Record<string, string>>;
  /**
   * Where AWS services are on this machine: `sqs`, `eventbridge`, `sfn`, `kinesis` or `appconfig` to a URL such as
   * `http://127.0.0.1:9324`. No credentials but made-up ones are sent there.
   * @default what `AWS_ENDPOINT_URL_SQS` (and so on) or `AWS_ENDPOINT_URL` says, if it is this machine; else they answer 503
   */
  readonly endpoints?: Readonly<Record<string, string>>;
  /** Values for what only a deployment knows, and for the functions' environments: the name of a file, or what it would hold; the later one wins. @default none */
  readonly overrides?: string | Overrides | readonly (string | Overrides)[];
  /** Region of stacks that name none. @default 'us-east-1' */
  readonly region?: string;
  /** Account of stacks that name none. @default '123456789012' */
  readonly accountId?: string;
  /** Where an API is said to answer, in the values that hold its URL. @default the URL that it would have once it is deployed */
  readonly endpoint?: (api: NamedApi) => string | undefined;
  /** Names of the host's environment variables that functions may see. @default none */
  readonly passEnvironment?: readonly string[];
  /** Whether URLs outside of this machine may be called. @default false */
  readonly allowInternet?: boolean;
  /** Whether routes with IAM authorization let everybody in. @default false: nobody */
  readonly acceptIam?: boolean;
  /** Whether JWT authorizers believe tokens without looking at their signature. @default false */
  readonly trustUnsignedTokens?: boolean;
  /** Key sets of JWT authorizers: the authorizer's name or its issuer, to a file or URL. @default none: every token is refused */
  readonly jwks?: Readonly<Record<string, string>>;
  /** How many requests a function takes at once, each in an environment of its own. @default one for each processor core */
  readonly maxEnvironments?: number;
  /**
   * Programs that run functions, by the name of a runtime: `nodejs22.x` to the path of a Node.js.
   * @default the Node.js that runs the gateway
   */
  readonly runtimes?: Readonly<Record<string, string>>;
  /** Whether symbolic links in a folder of code may lead out of it. @default false: such a function does not load */
  readonly allowExternalLinks?: boolean;
  /** Whether log entries hold requests before and after their mapping. @default false */
  readonly logMappings?: boolean;
  /** Takes what happens. @default nothing is logged */
  readonly log?: Log;
}
