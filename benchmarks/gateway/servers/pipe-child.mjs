// Runs the handler of the module that the argument names, for each event that comes over the pipe.
import { Socket } from 'node:net';

const { default: module } = await import(process.argv[2]);
const pipe = new Socket({ fd: 3 });
let rest = '';
pipe.setEncoding('utf8');
pipe.on('data', async (chunk) => {
  const lines = (rest + chunk).split('\n');
  rest = lines.pop();
  for (const line of lines) {
    const { number, event } = JSON.parse(line);
    pipe.write(`${JSON.stringify({ number, result: await module.handler(event) })}\n`);
  }
});
pipe.on('error', () => process.exit());
pipe.on('close', () => process.exit());
