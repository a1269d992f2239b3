import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A website that stands in for the documentation, and returns the request that it received. */
export async function startDocsServer(): Promise<{ readonly url: string; readonly server: Server }> {
  const server = createServer((request, response) => {
    const { host: _, ...headers } = request.headers;
    response.setHeader('content-type', 'application/json');
    response.end(`${JSON.stringify({ page: request.url, headers }, null, 2)}\n`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}
