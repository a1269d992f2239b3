import { createServer } from 'node:http';

export const backend = createServer((request, response) => {
  const { method, url, headers } = request;
  response.setHeader('content-type', 'application/json');
  response.end(`${JSON.stringify({ method, url, host: headers.host })}\n`);
});

backend.listen(Number(process.env.PORT ?? 8080), '127.0.0.1');
