import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Service } from './services';

/** Beyond so many regions, the client of the one that was named first is given up. */
const MAX_REGIONS = 32;

/** A client with the commands that it takes. */
export interface Client {
  readonly client: SdkClient;
  command(name: string, input: object): SdkCommand;
}

type Constructor<T> = new (argument: object) => T;

/** Clients of AWS services, each made when it is first needed, shared by all integrations of a gateway. */
export class ServiceClients {
  private readonly packages = new Map<Service, SdkPackage | undefined>();
  private readonly clients = new Map<string, Client>();

  /** @param folder in which the user's own packages are looked for */
  public constructor(private readonly folder?: string) {}

  /** A client; none where its package is missing. */
  public of(service: Service, region: string, endpoint: string): Client | undefined {
    const key = `${service.name} ${region}`;
    const known = this.clients.get(key);
    if (known !== undefined) {
      return known;
    }
    const sdk = this.load(service);
    if (sdk === undefined) {
      return undefined;
    }
    const client = new (sdk[service.client] as Constructor<SdkClient>)(settings(region, endpoint));
    const made: Client = { client, command: (name, input) => new (sdk[name] as Constructor<SdkCommand>)(input) };
    this.clients.set(key, made);
    const [oldest] = this.clients.keys();
    if (this.clients.size > MAX_REGIONS && oldest !== undefined) {
      this.clients.get(oldest)?.client.destroy();
      this.clients.delete(oldest);
    }
    return made;
  }

  public close(): void {
    for (const { client } of this.clients.values()) {
      client.destroy();
    }
    this.clients.clear();
  }

  private load(service: Service): SdkPackage | undefined {
    if (!this.packages.has(service)) {
      const file = findSdk(service, this.folder);
      this.packages.set(service, file === undefined ? undefined : loadSdk(file));
    }
    return this.packages.get(service);
  }
}

/** What is not given here the SDK would look up: in the environment, in files of the user's, in the metadata of the machine. */
function settings(region: string, endpoint: string): object {
  return {
    region,
    endpoint,
    // Those that functions have, so that an emulator takes both for one account.
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    defaultsMode: 'standard',
    retryMode: 'standard',
    maxAttempts: 1,
    useDualstackEndpoint: false,
    useFipsEndpoint: false,
    // Older clients take it as a function alone.
    authSchemePreference: async () => [],
    accountIdEndpointMode: 'disabled',
    disableClockSkewCorrection: true,
    sigv4aSigningRegionSet: [region],
    userAgentAppId: '',
    defaultUserAgentProvider: async () => [['apigwv2-local', '1']],
    disableHostPrefix: true,
    useQueueUrlAsEndpoint: false,
    // Answers are passed on as they are.
    md5: false,
    // Calls go out by the gateway's own connections, and in no other way.
    requestHandler: { handle: nowhere, destroy: () => undefined, metadata: { handlerProtocol: 'http/1.1' } },
  };
}

async function nowhere(): Promise<never> {
  throw new Error('the SDK wants to call what it was not told to call');
}

/** As much of a client of the SDK as is used here. */
export interface SdkClient {
  readonly config: object;
  send(command: SdkCommand): Promise<unknown>;
  destroy(): void;
}

/** A call as the SDK has made it ready to go out. */
export interface SdkRequest {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

export interface SdkCommand {
  readonly middlewareStack: {
    add(
      middleware: () => (args: { readonly request: SdkRequest }) => Promise<{ readonly output: object; readonly response: object }>,
      options: { readonly step: string; readonly priority: string; readonly name: string },
    ): void;
  };
}

/** What a package of the SDK exports. */
interface SdkPackage {
  readonly [name: string]: unknown;
}

/** Where a package of the SDK lies: beside this one, or where the user's own code would find it. */
export function findSdk({ package: name }: Service, folder = process.cwd()): string | undefined {
  for (const from of [__filename, join(folder, 'package.json')]) {
    try {
      return createRequire(from).resolve(name);
    } catch {
      // The next place may have it.
    }
  }
  return undefined;
}

/** Loads a package of the SDK, which takes its time. */
function loadSdk(file: string): SdkPackage {
  return createRequire(file)(file) as SdkPackage;
}

/** What to say where there is none. */
export function missingSdk({ package: name, title }: Service): string {
  return `${title} is called by ${name}, which is not installed: npm install --save-dev ${name}`;
}
