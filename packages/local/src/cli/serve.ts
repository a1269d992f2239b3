import type { NamedApi } from '../definitions/plan';
import type { Log } from '../gateway/log-entry';
import type { ListeningApi } from '../http-api/served-api';
import { LocalGateway } from '../local-gateway';
import { wantsColor } from '../terminal/line';
import { LogOutput } from '../terminal/log-output';
import { renderDropped, renderEntry } from '../terminal/render-entry';
import { renderDroppedJson, renderEntryJson, renderServed, renderServedJson } from '../terminal/render-served';
import type { Command, Io } from './command';
import { SERVE_FLAGS, serveArguments } from './serve-arguments';

/** `apigwv2-local serve`: answers the HTTP APIs of a synthesized app on this machine. */
export const serve: Command = {
  name: 'serve',
  usage: 'apigwv2-local serve <cloud assembly folder or template file> [options]',
  summary: 'answer the HTTP APIs of a synthesized app on this machine, until Ctrl-C',
  options: SERVE_FLAGS,
  async run(args, io) {
    const parsed = serveArguments(args);
    const color = wantsColor(io.stdout, io.env);
    const output = new LogOutput(io.stdout, parsed.json ? renderDroppedJson : renderDropped);
    const log: Log = (entry) => output.add(parsed.json ? renderEntryJson(entry) : renderEntry(entry, color));
    const ports = new Ports(parsed.port);
    const endpoint = parsed.port === 0 ? undefined : ({ id }: NamedApi) => `http://${parsed.host}:${ports.of(id)}`;
    const gateway = await LocalGateway.load(parsed.path, { ...parsed.gateway, log, endpoint });
    const stop = stopped(io);
    try {
      // Ctrl-C need not wait for functions that are loading.
      await Promise.race([parsed.eager ? gateway.prepare() : undefined, stop]);
      if (io.stop?.aborted === true) {
        return 0;
      }
      const served = await listen(gateway, parsed.host, ports);
      io.stdout.write(
        parsed.json
          ? renderServedJson(served, gateway.diagnostics)
          : renderServed(served, gateway.diagnostics, { color, width: io.stdout.columns }),
      );
      await stop;
      return 0;
    } finally {
      await gateway.close();
      output.flush();
    }
  },
};

/** Assigns consecutive ports to APIs. */
class Ports {
  private readonly assigned = new Map<string, number>();

  public constructor(private readonly first: number) {}

  public of(api: string): number {
    const port = this.assigned.get(api) ?? (this.first === 0 ? 0 : this.first + this.assigned.size);
    this.assigned.set(api, port);
    return port;
  }
}

async function listen(gateway: LocalGateway, host: string, ports: Ports): Promise<readonly ListeningApi[]> {
  const served: ListeningApi[] = [];
  for (const api of gateway.apis) {
    served.push({ api, listening: await api.listen({ host, port: ports.of(api.plan.id) }) });
  }
  return served;
}

function stopped({ stop }: Io): Promise<void> {
  return new Promise((resolve) => {
    if (stop?.aborted === true) {
      resolve();
    }
    stop?.addEventListener('abort', () => resolve(), { once: true });
  });
}
