// The backend of the proxies, which returns a small page.
import { createServer } from 'node:http';

const page = Buffer.alloc(1024, 'a');
const server = createServer((_request, response) => {
  response.setHeader('content-type', 'text/plain');
  response.end(page);
});
server.listen(Number(process.argv[2]), '127.0.0.1');
