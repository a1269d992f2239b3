import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

type Item = Readonly<Record<string, object>>;

/** What the chat calls, on this machine. */
export interface LocalServices {
  /** Of a table in memory that knows the operations of the chat. */
  readonly table: string;
  /** Of the website with the quotes. */
  readonly quotes: string;
  close(): void;
}

/** Starts stand-ins of the table and of the website. */
export async function startLocalServices(): Promise<LocalServices> {
  const items = new Map<string, Item>();
  const keyOf = (item: Item): string => JSON.stringify(item['connectionId']);
  const table = createServer(async (request, response) => {
    const { Item: item = {}, Key: key = {} } = JSON.parse(await textOf(request)) as { readonly Item?: Item; readonly Key?: Item };
    const operation = String(request.headers['x-amz-target']).split('.')[1];
    if (operation === 'PutItem') {
      items.set(keyOf(item), item);
    } else if (operation === 'DeleteItem') {
      items.delete(keyOf(key));
    }
    response.setHeader('content-type', 'application/x-amz-json-1.0');
    response.end(JSON.stringify(operation === 'Scan' ? { Items: [...items.values()], Count: items.size } : {}));
  });
  const quotes = createServer(async (request, response) => {
    const text = await textOf(request);
    response.setHeader('content-type', 'application/json');
    response.end(
      request.url === '/shout'
        ? JSON.stringify({ shouted: String(JSON.parse(text).text).toUpperCase() })
        : JSON.stringify({ quote: 'Talk is cheap. Show me the code.' }),
    );
  });
  return {
    table: await listen(table),
    quotes: await listen(quotes),
    close: () => {
      for (const server of [table, quotes]) {
        server.close();
        server.closeAllConnections();
      }
    },
  };
}

function listen(server: Server): Promise<string> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  });
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) {
    text += chunk;
  }
  return text;
}
