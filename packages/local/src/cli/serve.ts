import type { NamedApi } from '../definitions/plan';
import type { Log } from '../gateway/log-entry';
import type { Served } from '../http-api/served-api';
import { LocalGateway } from '../local-gateway';
import { wantsColor } from '../terminal/line';
import { renderEntry } from '../terminal/render-entry';
import { renderEntryJson, renderServed, renderServedJson } from '../terminal/render-served';
import type { Command, Io } from './command';
import { SERVE_FLAGS, serveArguments } from './serve-arguments';

/** `apigwv2-local serve`: answers the HTTP APIs of a synthesized app on this machine. */
export const serve: Command = {
  name: 'serve',
  usage: 'apigwv2-local serve <cloud assembly folder or template file> [options]',
  summary: 'answer the HTTP APIs of a synthesized app on this machine, until Ctrl-C',
  options: SERVE_FLAGS,
  async run(args, io) {
    const asked = serveArguments(args);
    if (asked.gateway.passEnvironment?.includes('TZ') !== true) {
      // As in the service. Threads have the zone of their process, whatever their variables say.
      io.useTimeZone?.('UTC');
    }
    const color = wantsColor(io.stdout, io.env);
    const output = new Batched((text) => io.stdout.write(text));
    const log: Log = (entry) => output.add(asked.json ? renderEntryJson(entry) : renderEntry(entry, color));
    const ports = new Ports(asked.port);
    const endpoint = asked.port === 0 ? undefined : ({ id }: NamedApi) => `http://${asked.host}:${ports.of(id)}`;
    const gateway = await LocalGateway.load(asked.path, { ...asked.gateway, log, endpoint });
    const stop = stopped(io);
    try {
      // What is still loading does not keep anybody waiting.
      await Promise.race([gateway.prepare(), stop]);
      if (io.stop?.aborted === true) {
        return 0;
      }
      const served = await listen(gateway, asked.host, ports);
      io.stdout.write(
        asked.json
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

/** A port for each API, in the order in which they are asked for. */
class Ports {
  private readonly known = new Map<string, number>();

  public constructor(private readonly first: number) {}

  public of(api: string): number {
    const port = this.known.get(api) ?? (this.first === 0 ? 0 : this.first + this.known.size);
    this.known.set(api, port);
    return port;
  }
}

async function listen(gateway: LocalGateway, host: string, ports: Ports): Promise<readonly Served[]> {
  const served: Served[] = [];
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

/** Collects what is written within one turn of the event loop and writes it at once: a write is dear, a line is cheap. */
class Batched {
  private text = '';

  public constructor(private readonly write: (text: string) => unknown) {}

  public add(text: string): void {
    if (this.text === '') {
      setImmediate(() => this.flush());
    }
    this.text += text;
  }

  public flush(): void {
    const { text } = this;
    this.text = '';
    if (text !== '') {
      this.write(text);
    }
  }
}
