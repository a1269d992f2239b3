import { Socket, type SocketConstructorOpts } from 'node:net';
import { INVOCATION_DESCRIPTOR } from '../../pipe-protocol';
import { EventLoop } from './call-handler';
import { captureOutput, GatewayPipe } from './gateway-pipe';
import { offerStreaming } from './load-handler';
import { Frames } from './outcome';
import { Session } from './session';

/** The program of an environment. */

const READ_BYTES = 64 * 1024;

/** Taken before a handler can replace it. */
const exit = process.exit.bind(process);

const gateway = new GatewayPipe();
const invocations = new Socket({
  fd: INVOCATION_DESCRIPTOR,
  readable: true,
  writable: false,
  onread: {
    buffer: Buffer.alloc(READ_BYTES),
    callback: (length: number, bytes: Buffer) => {
      session.receive(bytes.subarray(0, length));
      return true;
    },
  },
} as SocketConstructorOpts);
const session = new Session({
  gateway,
  invocations,
  loop: new EventLoop(process),
  frames: new Frames(__dirname),
  env: process.env,
  flush: captureOutput(console, process, (level, text) => gateway.log(level, text)),
  exit,
});

// Without the gateway there is nothing left to do.
invocations.on('close', () => exit());
invocations.on('error', () => exit());
process.on('uncaughtException', (error) => session.endOn('uncaught exception', error));
process.on('unhandledRejection', (reason) => session.endOn('unhandled rejection', reason));
process.on('exit', () => session.exiting());
// A report belongs to the function, not to the folder of its code.
process.report.directory = process.env.TMPDIR ?? '';
offerStreaming(globalThis, process.env);
