// A minimal gateway that runs handlers in a worker thread: one message to the thread and one back per request.
import { createServer } from 'node:http';
import { Worker } from 'node:worker_threads';

const worker = new Worker(new URL('./worker-thread.mjs', import.meta.url));
const waiting = new Map();
let last = 0;
worker.on('message', ({ number, result }) => {
  const response = waiting.get(number);
  waiting.delete(number);
  response.writeHead(result.statusCode, result.headers);
  response.end(result.body);
});
const server = createServer((request, response) => {
  const { method, url, headers } = request;
  const number = ++last;
  waiting.set(number, response);
  const id = url.slice(url.lastIndexOf('/') + 1);
  worker.postMessage({ number, event: { method, url, headers, pathParameters: { id } } });
});
server.listen(Number(process.argv[2]), '127.0.0.1');
