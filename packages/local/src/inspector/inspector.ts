import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { packageVersion } from '../cli/package-version';
import type { Finding } from '../find-problems';
import type { ReloadEntry } from '../gateway/log-entry';
import type { GatewayOptions } from '../gateway-options';
import type { LocalGateway } from '../local-gateway';
import type { ListeningApi } from '../served-apis';
import { UserError } from '../user-error';
import { ApiFailure } from './api-failure';
import { createApiServer } from './api-server';
import { Console } from './console';
import { describeApis, describeDiagnostics, identityNames } from './describe-app';
import { ExchangeViews } from './describe-exchange';
import { endpoints } from './endpoints';
import { EventStream } from './event-stream';
import { ExchangeStore, MAX_EXCHANGES } from './exchange-store';
import { Guard } from './guard';
import { MAX_TEXT_BYTES } from './kept-text';
import type { AppInfo } from './protocol';
import { type PageFiles, readPage } from './static-files';

/** How the inspector is started. */
export interface InspectorOptions {
  /** @default 0: a free port */
  readonly port?: number;
  /** Whether secrets are shown. Copied commands and tests have none in any case. @default false */
  readonly showSecrets?: boolean;
  /** The files of the page. @default those that the build of this package put beside it */
  readonly page?: PageFiles;
  /** Path of the app, for copied tests. */
  readonly source: string;
  /** Options that the gateway was loaded with, for copied tests. */
  readonly gateway?: GatewayOptions;
  /** Findings of `check`. Called again after a reload. @default none */
  readonly findings?: () => readonly Finding[];
}

/** Serves the page that shows what happens in the gateway, and its API, on a port of this machine. Nothing is stored on disk. */
export class Inspector {
  /**
   * Begins to collect exchanges, and listens.
   *
   * @param served APIs with their ports, once they are served
   * @throws UserError when the port is in use
   */
  public static async start(gateway: LocalGateway, served: () => readonly ListeningApi[], options: InspectorOptions): Promise<Inspector> {
    const inspector = new Inspector(gateway, served, options);
    try {
      await inspector.listen(options.port ?? 0);
      return inspector;
    } catch (error) {
      await inspector.close();
      throw error;
    }
  }

  private readonly guard = new Guard();
  private readonly server: Server;
  private readonly store: ExchangeStore;
  private readonly events: EventStream;
  private readonly unsubscribe: () => void;
  private port = 0;
  private generation = 1;
  /** Described at its first use, because the check takes a moment, and again when there are other ports. */
  private described?: { readonly app: AppInfo; readonly ports: number };
  private names?: ReadonlySet<string>;
  /** Why the last reload failed. */
  private reloadError?: string;

  private constructor(
    private readonly gateway: LocalGateway,
    private readonly served: () => readonly ListeningApi[],
    private readonly options: InspectorOptions,
  ) {
    const { showSecrets = false, source, page } = options;
    const views = new ExchangeViews(
      showSecrets,
      () => this.identityNames,
      (connectionId) => this.store.ofConnection(connectionId),
    );
    this.events = new EventStream({ exchange: (record) => views.summary(record), frame: (frame) => views.frame(frame) });
    this.store = new ExchangeStore({
      changed: (record) => this.events.exchangeChanged(record),
      sent: (frame) => this.events.frameSent(frame),
      cleared: () => this.events.exchangesCleared(),
    });
    const api = (name: string) => {
      try {
        return gateway.api(name);
      } catch (error) {
        throw error instanceof UserError ? new ApiFailure(404, error.message) : error;
      }
    };
    const all = endpoints({
      store: this.store,
      views,
      console: new Console(this.store, api),
      app: () => this.app,
      api,
      originOf: (name) => served().find(({ api: { plan } }) => plan.name === name)?.listening.url ?? 'http://127.0.0.1:3000',
      test: { source, options: testOptions(options.gateway ?? {}) },
    });
    let files = page;
    this.server = createApiServer({
      guard: this.guard,
      endpoints: all,
      events: this.events,
      generation: () => this.generation,
      page: () => {
        files ??= readPage();
        return files;
      },
    });
    this.unsubscribe = gateway.subscribe((entry) => (entry.kind === 'reload' ? this.reloaded(entry) : this.store.add(entry)), {
      details: true,
    });
  }

  /** The URL of the page. Its fragment, which browsers do not send, has the token. */
  public get url(): string {
    return `http://127.0.0.1:${this.port}/#token=${this.guard.token}`;
  }

  public async close(): Promise<void> {
    this.unsubscribe();
    this.events.close();
    if (this.server.listening) {
      const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
      this.server.closeAllConnections();
      await closed;
    }
  }

  private reloaded(entry: ReloadEntry): void {
    this.reloadError = entry.result === 'failed' ? entry.error : undefined;
    if (entry.result === 'loaded') {
      this.generation++;
      this.described = undefined;
      this.names = undefined;
    }
    this.events.appReloaded({ generation: this.generation, entry });
  }

  private get app(): AppInfo {
    const { listening } = this;
    if (this.described?.ports !== listening.length) {
      const app = {
        version: packageVersion(),
        source: this.options.source,
        secretsShown: this.options.showSecrets === true,
        maxExchanges: MAX_EXCHANGES,
        maxTextBytes: MAX_TEXT_BYTES,
        generation: this.generation,
        ...describeApis(listening, this.options.findings?.() ?? []),
        diagnostics: describeDiagnostics(this.gateway.diagnostics),
      };
      this.described = { app, ports: listening.length };
    }
    return { ...this.described.app, reloadError: this.reloadError };
  }

  /** Those of the app as it is now. */
  private get listening(): readonly ListeningApi[] {
    return this.served().filter(({ api }) => this.gateway.apis.includes(api));
  }

  private get identityNames(): ReadonlySet<string> {
    this.names ??= identityNames(this.gateway.apis);
    return this.names;
  }

  private listen(port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.server.once('error', (error: NodeJS.ErrnoException) => {
        const isTaken = error.code === 'EADDRINUSE';
        reject(isTaken ? new UserError(`port ${port}, for the inspector, is in use: pass another --ui-port (0 picks a free one)`) : error);
      });
      this.server.listen(port, '127.0.0.1', () => {
        this.port = (this.server.address() as AddressInfo).port;
        resolve();
      });
    });
  }
}

/** Options that a test needs to get the same answers. Those that can hold secrets, or functions, are left out. */
const TEST_OPTIONS = [
  'api',
  'stage',
  'targets',
  'endpoints',
  'region',
  'accountId',
  'allowInternet',
  'acceptIam',
  'strictPermissions',
  'jwks',
  'runtimes',
  'layers',
  'trustUnsignedTokens',
  'functionEndpoints',
] as const satisfies readonly (keyof GatewayOptions)[];

function testOptions(options: GatewayOptions): Readonly<Record<string, unknown>> {
  return Object.fromEntries(TEST_OPTIONS.map((name) => [name, options[name]]));
}
