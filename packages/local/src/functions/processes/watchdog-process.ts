import { WatchList } from './watch-list';

/** Program of the watchdog. Its standard input is a pipe from the gateway that ends with the gateway, however that ends. */

const list = new WatchList();

// Ctrl-C and a closing terminal concern the gateway. The watchdog ends behind it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => undefined);
}

process.stdin.setEncoding('utf8');
process.stdin.on('data', (chunk: string) => list.take(chunk));
process.stdin.on('error', () => undefined);
process.stdin.on('close', () => void list.cleanUp().finally(() => process.exit()));
