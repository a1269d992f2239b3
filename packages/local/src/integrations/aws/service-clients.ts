import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Service } from './services';
import { PLACEHOLDER_CREDENTIALS } from './sign';

/** Beyond this number the oldest client is destroyed. Requests can choose the region. */
const MAX_CLIENTS = 32;

/** A client and a factory of its commands. */
export interface Client {
  readonly client: SdkClient;
  command(name: string, input: object): SdkCommand;
}

type Constructor<T> = new (argument: object) => T;

/** Clients of AWS services, created on first use and shared by all integrations of a gateway. */
export class ServiceClients {
  private readonly packages = new Map<Service, SdkPackage | undefined>();
  private readonly clients = new Map<string, Client>();

  /** @param folder where the user's packages are searched */
  public constructor(private readonly folder?: string) {}

  /** The client of a service in a region; undefined if its package is missing. */
  public of(service: Service, region: string, endpoint: string): Client | undefined {
    const key = `${service.name} ${region}`;
    const cached = this.clients.get(key);
    if (cached !== undefined) {
      return cached;
    }
    const sdk = this.load(service);
    if (sdk === undefined) {
      return undefined;
    }
    const client = new (sdk[service.client] as Constructor<SdkClient>)(settings(region, endpoint));
    const created: Client = { client, command: (name, input) => new (sdk[name] as Constructor<SdkCommand>)(input) };
    this.clients.set(key, created);
    const [oldest] = this.clients.keys();
    if (this.clients.size > MAX_CLIENTS && oldest !== undefined) {
      this.clients.get(oldest)?.client.destroy();
      this.clients.delete(oldest);
    }
    return created;
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

/** Sets everything that the SDK would otherwise read from the environment, the user's files or the instance metadata. */
function settings(region: string, endpoint: string): object {
  return {
    region,
    endpoint,
    credentials: PLACEHOLDER_CREDENTIALS,
    defaultsMode: 'standard',
    retryMode: 'standard',
    maxAttempts: 1,
    useDualstackEndpoint: false,
    useFipsEndpoint: false,
    // Older clients accept only a function.
    authSchemePreference: async () => [],
    accountIdEndpointMode: 'disabled',
    disableClockSkewCorrection: true,
    sigv4aSigningRegionSet: [region],
    userAgentAppId: '',
    defaultUserAgentProvider: async () => [['apigwv2-local', '1']],
    disableHostPrefix: true,
    useQueueUrlAsEndpoint: false,
    // Responses are forwarded unparsed.
    md5: false,
    // Calls use the gateway's own connections only.
    requestHandler: { handle: refuseToSend, destroy: () => undefined, metadata: { handlerProtocol: 'http/1.1' } },
  };
}

async function refuseToSend(): Promise<never> {
  throw new Error('the SDK tried to send a request by itself');
}

/** The members of an SDK client that the gateway uses. */
export interface SdkClient {
  readonly config: object;
  send(command: SdkCommand): Promise<unknown>;
  destroy(): void;
}

/** A request that the SDK serialized and signed. */
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

/** The exports of an SDK package. */
interface SdkPackage {
  readonly [name: string]: unknown;
}

/** The main file of a service's SDK package, resolved from this package, then from the user's folder. */
export function findSdk({ package: name }: Service, folder = process.cwd()): string | undefined {
  for (const from of [__filename, join(folder, 'package.json')]) {
    try {
      return createRequire(from).resolve(name);
    } catch {
      // Try the next folder.
    }
  }
  return undefined;
}

/** Loads an SDK package. This takes up to some hundred milliseconds. */
function loadSdk(file: string): SdkPackage {
  return createRequire(file)(file) as SdkPackage;
}

/** The reason for refusing calls to a service whose SDK package is missing. */
export function missingSdk({ package: name, title }: Service): string {
  return `calls to ${title} need the package ${name}, which is not installed: npm install --save-dev ${name}`;
}
