// A minimal server: the same response, from the thread that reads the request.
import { createServer } from 'node:http';

const server = createServer((request, response) => {
  const id = request.url.slice(request.url.lastIndexOf('/') + 1);
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ id, title: 'The Left Hand of Darkness' }));
});
server.listen(Number(process.argv[2]), '127.0.0.1');
