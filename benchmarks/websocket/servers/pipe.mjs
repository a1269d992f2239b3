// The minimum for a gateway that runs handlers in processes of their own: one round trip over a pipe for each message.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { WebSocketServer } from 'ws';

const port = Number(process.argv[2]);
const pathOf = (file) => fileURLToPath(new URL(file, import.meta.url));
const child = spawn(process.execPath, ['../../gateway/servers/pipe-child.mjs', '../app/handler/index.js'].map(pathOf), {
  stdio: ['ignore', 'inherit', 'inherit', 'pipe'],
});
const pipe = child.stdio[3];
const waiting = new Map();
let rest = '';
let last = 0;

pipe.setEncoding('utf8');
pipe.on('data', (chunk) => {
  const lines = (rest + chunk).split('\n');
  rest = lines.pop();
  for (const line of lines) {
    const { number, result } = JSON.parse(line);
    waiting.get(number).send(result.body);
    waiting.delete(number);
  }
});

const server = new WebSocketServer({ port, host: '127.0.0.1', perMessageDeflate: false });
server.on('connection', (socket) => {
  socket.on('message', (data) => {
    const number = ++last;
    waiting.set(number, socket);
    pipe.write(`${JSON.stringify({ number, event: { body: data.toString() } })}\n`);
  });
});
process.on('SIGTERM', () => process.exit());
