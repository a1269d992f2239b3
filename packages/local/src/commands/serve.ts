import type { Io } from '../io';
import { LocalGateway } from '../local-gateway';
import { Batched } from '../server/batched';
import type { Log } from '../server/log-entry';
import type { Served } from '../server/served-api';
import { renderEntry } from '../view/render-entry';
import { renderServed } from '../view/render-served';
import { renderEntryJson, renderServedJson } from '../view/serve-json';
import { wantsColor } from '../view/style';
import type { Command } from './command';
import { SERVE_FLAGS, type ServeArguments, serveArguments } from './serve-arguments';

/** `apigwv2-local serve`: answers the HTTP APIs of a synthesized app on this machine. */
export const serve: Command = {
  name: 'serve',
  usage: 'apigwv2-local serve <cloud assembly folder or template file> [options]',
  summary: 'answer the HTTP APIs of a synthesized app on this machine, until Ctrl-C',
  options: SERVE_FLAGS,
  async run(args, io) {
    const asked = serveArguments(args);
    const color = wantsColor(io.stdout, io.env);
    const output = new Batched((text) => io.stdout.write(text));
    const log: Log = (entry) => output.add(asked.json ? renderEntryJson(entry) : renderEntry(entry, color));
    const gateway = await LocalGateway.load(asked.path, { ...asked.gateway, log });
    try {
      await gateway.prepare();
      const served = await listen(gateway, asked);
      io.stdout.write(
        asked.json ? renderServedJson(served, gateway.told) : renderServed(served, gateway.told, { color, width: io.stdout.columns }),
      );
      await stopped(io);
      return 0;
    } finally {
      await gateway.close();
      output.flush();
    }
  },
};

async function listen(gateway: LocalGateway, { port, host }: ServeArguments): Promise<readonly Served[]> {
  const served: Served[] = [];
  for (const [index, api] of gateway.apis.entries()) {
    served.push({ api, listening: await api.listen({ host, port: port === 0 ? 0 : port + index }) });
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
