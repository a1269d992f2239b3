import type { FunctionPlan } from './definitions/function';
import { displayPath } from './diagnostics/diagnostics';
import { Debuggers } from './functions/debugging/debuggers';
import { EnvironmentCredentials } from './functions/environment-credentials';
import { FunctionService } from './functions/function-service';
import { InvocationHistory } from './functions/invocation-history';
import { EntryStream } from './gateway/entry-stream';
import { InFlight } from './gateway/in-flight';
import type { FunctionActivity, Log } from './gateway/log-entry';
import { type LocalCertificate, lazyCertificate } from './gateway/tls/certificate';
import type { GatewayOptions } from './gateway-options';
import { ServiceClients } from './integrations/aws/service-clients';
import { Connections } from './integrations/http/connections';

/** What a gateway keeps when it loads a new version of its app. */
export class GatewayServices {
  public readonly inFlight = new InFlight();
  public readonly connections = new Connections();
  public readonly clients = new ServiceClients();
  public readonly credentials = new EnvironmentCredentials();
  /** Undefined if invocations are not recorded. */
  public readonly history?: InvocationHistory;
  public readonly debuggers: Debuggers;
  public readonly functions: FunctionService;
  public readonly certificate: () => LocalCertificate;
  /** Keeps its subscribers. */
  public readonly entries: EntryStream;
  private paths: ReadonlyMap<string, string> = new Map();

  /**
   * @param functions of the app
   * @param source path of the app
   */
  public constructor(options: GatewayOptions, functions: readonly FunctionPlan[], source: string) {
    const { inFlight, credentials } = this;
    this.entries = new EntryStream(options.log);
    this.history = options.recordInvocations === false ? undefined : new InvocationHistory();
    this.debuggers = new Debuggers(functions, { ...options, source });
    this.certificate = lazyCertificate((options.allowHosts ?? []).filter((host) => host !== '*'));
    this.functions = new FunctionService({
      ...options,
      credentials,
      authority: () => (this.hasWebSocketApis ? this.certificate().authority : undefined),
      history: this.history,
      inFlight,
      debuggers: this.debuggers,
      emit: (entry) => this.log(this.withPath(entry)),
    });
    this.nameFunctions(functions);
  }

  public get log(): Log {
    return this.entries.log;
  }

  /** Whether functions need to trust the certificate of the gateway. */
  public hasWebSocketApis = false;

  /** Log entries name functions as diagnostics do, and not as their functions see themselves. */
  public nameFunctions(functions: readonly FunctionPlan[]): void {
    this.paths = new Map(functions.map(({ name, location }) => [name, displayPath(location)]));
  }

  /** Ends what does not end with the APIs. */
  public async close(): Promise<void> {
    this.clients.close();
    await Promise.all([this.connections.close(), this.functions.close(), this.debuggers.close()]);
  }

  private withPath(entry: FunctionActivity): FunctionActivity {
    return { ...entry, function: this.paths.get(entry.function) ?? entry.function };
  }
}
