import { createServer } from 'node:http';

// Stands in for https://backend.example.com, and returns the path and the headers that it gets.
const server = createServer((request, response) => {
  const { 'x-user': user, 'x-tenant': tenant } = request.headers;
  response.setHeader('content-type', 'application/json');
  response.end(`${JSON.stringify({ path: request.url, user, tenant })}\n`);
});

server.listen(8080, '127.0.0.1', () => console.log('backend on http://127.0.0.1:8080'));
