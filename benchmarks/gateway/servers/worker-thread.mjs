import { parentPort } from 'node:worker_threads';
import books from '../app/handler/index.js';

parentPort.on('message', async ({ number, event }) => {
  parentPort.postMessage({ number, result: await books.handler(event) });
});
