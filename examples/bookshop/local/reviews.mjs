import { createServer } from 'node:http';

// Stands in for https://reviews.example.com, and returns the path and the header that it gets.
const server = createServer((request, response) => {
  response.setHeader('content-type', 'application/json');
  response.end(`${JSON.stringify({ path: request.url, shop: request.headers['x-shop'] })}\n`);
});

server.listen(8080, '127.0.0.1', () => console.log('reviews on http://127.0.0.1:8080'));
