import { Socket } from 'node:net';
import echo from '../app/handler/index.js';

const pipe = new Socket({ fd: 3 });
let rest = '';
pipe.setEncoding('utf8');
pipe.on('data', async (chunk) => {
  const lines = (rest + chunk).split('\n');
  rest = lines.pop();
  for (const line of lines) {
    const { number, event } = JSON.parse(line);
    pipe.write(`${JSON.stringify({ number, result: await echo.handler(event) })}\n`);
  }
});
pipe.on('error', () => process.exit());
pipe.on('close', () => process.exit());
