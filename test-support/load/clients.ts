import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import WebSocket from 'ws';

/** What came of the clients. */
export interface ClientFigures {
  readonly connections: number;
  readonly refused: number;
  readonly messages: number;
  readonly answers: number;
  readonly errorFrames: number;
  /** Messages that got neither an answer nor an error frame. */
  readonly lost: number;
  readonly cutOff: number;
  readonly rejectedFrames: number;
  /** Milliseconds from a message to its answer, at the 50th and 99th percentile. */
  readonly p50: number;
  readonly p99: number;
}

/** How long a client waits for its last answers. */
const MAX_WAIT_MILLIS = 20_000;
const HANDSHAKE =
  'GET /dev HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n';

/** Keeps a number of connections open, which come and go, and counts what they get. */
export class Clients {
  private readonly figures = { connections: 0, refused: 0, messages: 0, answers: 0, errorFrames: 0, lost: 0, cutOff: 0, rejectedFrames: 0 };
  private readonly latencies: number[] = [];

  public constructor(
    private readonly port: number,
    private readonly concurrent: number,
    private readonly seconds: number,
  ) {}

  public async run(): Promise<ClientFigures> {
    const end = Date.now() + this.seconds * 1000;
    await Promise.all(Array.from({ length: this.concurrent }, (_, index) => this.comeAndGo(index, end)));
    this.latencies.sort((a, b) => a - b);
    const percentile = (part: number) => Math.round(this.latencies[Math.floor(this.latencies.length * part)] ?? 0);
    return { ...this.figures, p50: percentile(0.5), p99: percentile(0.99) };
  }

  private async comeAndGo(index: number, end: number): Promise<void> {
    await sleep(Math.random() * 3000);
    for (let round = 0; Date.now() < end; round++) {
      switch ((index + round) % 100) {
        case 0:
          await this.slowReader();
          break;
        case 1:
          await this.halfOpen();
          break;
        case 2:
          await this.malformed();
          break;
        default:
          await this.talk(end);
      }
    }
  }

  private async talk(end: number): Promise<void> {
    const socket = new WebSocket(`ws://127.0.0.1:${this.port}/dev`, { perMessageDeflate: false });
    const isOpen = await new Promise<boolean>((resolve) => {
      socket.once('open', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
    if (!isOpen) {
      this.figures.refused++;
      await sleep(500);
      return;
    }
    this.figures.connections++;
    let waiting = 0;
    const sentAt = new Map<number, number>();
    socket.on('message', (data: Buffer) => {
      waiting--;
      const { id, message } = JSON.parse(data.toString()) as { readonly id?: number; readonly message?: string };
      if (message === undefined && id !== undefined) {
        this.figures.answers++;
        this.latencies.push(performance.now() - (sentAt.get(id) ?? 0));
      } else {
        this.figures.errorFrames++;
      }
    });
    const leave = Math.min(end, Date.now() + 500 + Math.random() * 6000);
    for (let id = 0; Date.now() < leave && socket.readyState === WebSocket.OPEN; id++) {
      const text = JSON.stringify({ action: action(), id });
      sentAt.set(id, performance.now());
      waiting++;
      this.figures.messages++;
      if (id % 5 === 0) {
        socket.send(text.slice(0, 5), { fin: false });
        socket.send(text.slice(5), { fin: true });
      } else {
        socket.send(text);
      }
      await sleep(2000 + Math.random() * 2000);
    }
    for (const start = Date.now(); waiting > 0 && Date.now() - start < MAX_WAIT_MILLIS; ) {
      await sleep(20);
    }
    this.figures.lost += waiting;
    socket.close(1000);
  }

  /** Asks for much and reads nothing: it has to be cut off. */
  private async slowReader(): Promise<void> {
    const socket = await this.raw();
    socket.pause();
    for (let count = 0; count < 100 && !socket.destroyed; count++) {
      socket.write(frame(0x81, Buffer.from('{"action":"large","id":0}')));
    }
    // The end of the connection comes after the data that was sent before.
    await sleep(5000);
    socket.resume();
    const isCutOff = await Promise.race([
      new Promise<boolean>((resolve) => {
        socket.once('close', () => resolve(true));
      }),
      sleep(MAX_WAIT_MILLIS, false),
    ]);
    this.figures.cutOff += isCutOff ? 1 : 0;
    socket.destroy();
  }

  /** Vanishes without a close frame. */
  private async halfOpen(): Promise<void> {
    const socket = await this.raw();
    await sleep(Math.random() * 2000);
    socket.resetAndDestroy();
  }

  private async malformed(): Promise<void> {
    const socket = await this.raw();
    const [bytes = Buffer.alloc(0)] = [frame(0x83, Buffer.from('x')), frame(0x82, Buffer.from('x')), frame(0x81, Buffer.from([0xff]))].sort(
      () => Math.random() - 0.5,
    );
    const closed = new Promise<boolean>((resolve) => {
      socket.on('data', (chunk: Buffer) => {
        if (chunk.includes(0x88)) {
          resolve(true);
        }
      });
    });
    socket.write(bytes);
    this.figures.rejectedFrames += (await Promise.race([closed, sleep(MAX_WAIT_MILLIS, false)])) ? 1 : 0;
    socket.destroy();
  }

  private raw(): Promise<Socket> {
    const socket = connect(this.port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(HANDSHAKE);
    this.figures.connections++;
    return new Promise((resolve) => {
      socket.once('data', () => resolve(socket));
      socket.once('close', () => resolve(socket));
    });
  }
}

/** Most messages are answered; some crash, hang or fail. */
function action(): string {
  const chance = Math.random();
  return chance < 0.002 ? 'crash' : chance < 0.004 ? 'hang' : chance < 0.05 ? 'throw' : 'echo';
}

/** A short frame, masked with zeros. */
function frame(first: number, payload: Buffer): Buffer {
  return Buffer.concat([Buffer.from([first, 0x80 | payload.length, 0, 0, 0, 0]), payload]);
}
