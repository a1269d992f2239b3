// The minimum for a gateway that runs handlers in processes of their own: one round trip over a pipe for each request.
// With a number of processes, each of them gets its next request when it has answered, as an environment of Lambda does;
// without one, a single process gets all requests at once.
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';

const [port, processes] = process.argv.slice(2).map(Number);
const maxInFlight = processes === undefined ? Number.POSITIVE_INFINITY : 1;
const queue = [];
const pathOf = (file) => fileURLToPath(new URL(file, import.meta.url));

class Child {
  waiting = new Map();
  rest = '';

  constructor() {
    const child = spawn(process.execPath, ['./pipe-child.mjs', '../app/handler/index.js'].map(pathOf), {
      stdio: ['ignore', 'inherit', 'inherit', 'pipe'],
    });
    this.pipe = child.stdio[3];
    this.pipe.setEncoding('utf8');
    this.pipe.on('data', (chunk) => this.receive(chunk));
  }

  get isFree() {
    return this.waiting.size < maxInFlight;
  }

  send({ number, event, response }) {
    this.waiting.set(number, response);
    this.pipe.write(`${JSON.stringify({ number, event })}\n`);
  }

  receive(chunk) {
    const lines = (this.rest + chunk).split('\n');
    this.rest = lines.pop();
    for (const line of lines) {
      const { number, result } = JSON.parse(line);
      const response = this.waiting.get(number);
      this.waiting.delete(number);
      response.writeHead(result.statusCode, result.headers);
      response.end(result.body);
      dispatch();
    }
  }
}

const children = Array.from({ length: processes ?? 1 }, () => new Child());
let last = 0;

function dispatch() {
  for (const child of children) {
    while (queue.length > 0 && child.isFree) {
      child.send(queue.shift());
    }
  }
}

const server = createServer((request, response) => {
  const { method, url, headers } = request;
  const id = url.slice(url.lastIndexOf('/') + 1);
  queue.push({ number: ++last, event: { method, url, headers, pathParameters: { id } }, response });
  dispatch();
});
server.listen(port, '127.0.0.1');
process.on('SIGTERM', () => process.exit());
