import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import WebSocket from 'ws';

/** Where a gateway listens, always on the loopback. */
export interface Endpoint {
  readonly port: number;
  /** Before every path. @default empty */
  readonly prefix?: string;
  /** `Host` header, for a gateway that tells APIs apart by it. @default the address */
  readonly host?: string;
}

export interface Sent {
  readonly method?: string;
  readonly path: string;
  /** Names and values as they are written; a name may come twice. */
  readonly headers?: readonly (readonly [name: string, value: string])[];
  readonly body?: string | Buffer;
}

export interface Received {
  readonly status: number;
  /** All values of a header, in lower case. */
  header(name: string): readonly string[];
  readonly body: Buffer;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: whatever a gateway answers
  json(): any;
}

const MAX_ANSWER_MILLIS = 15_000;
/** Time in which a frame or a close must come. */
export const MAX_FRAME_MILLIS = 4_000;

/** Sends a request as it is written: without normalizing its path or its headers. */
export function send({ port, prefix = '', host }: Endpoint, { method = 'GET', path, headers = [], body }: Sent): Promise<Received> {
  return new Promise((resolve, reject) => {
    const fields = [...headers, ['Host', host ?? `127.0.0.1:${port}`] as const];
    const length = body === undefined ? [] : ['Content-Length', String(Buffer.byteLength(body))];
    const outgoing = request(
      {
        host: '127.0.0.1',
        port,
        method,
        path: prefix + path,
        headers: [...fields.flat(), ...length] as never,
        agent: false,
        timeout: MAX_ANSWER_MILLIS,
      },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('error', reject);
        incoming.on('end', () => {
          const content = Buffer.concat(chunks);
          const raw = incoming.rawHeaders;
          resolve({
            status: incoming.statusCode ?? 0,
            header: (name) => raw.filter((_, index) => index % 2 === 1 && raw[index - 1]?.toLowerCase() === name),
            body: content,
            text: content.toString(),
            json: () => JSON.parse(content.toString()),
          });
        });
      },
    );
    outgoing.on('timeout', () => outgoing.destroy(new Error(`no answer within ${MAX_ANSWER_MILLIS} ms`)));
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** A connection to a WebSocket API. */
export interface Connection {
  send(data: string | Buffer): void;
  /** The next frame. */
  frame(): Promise<string>;
  /** Fails if a frame comes. */
  silence(): Promise<void>;
  /** The code with which the gateway closes. */
  closed(): Promise<number>;
  close(code?: number): Promise<void>;
}

/** Opens a connection; a refused handshake is returned with its status code. */
export async function open(url: string, headers: Record<string, string>): Promise<Connection | { readonly refused: number }> {
  const socket = new WebSocket(url, { headers, perMessageDeflate: false, handshakeTimeout: MAX_ANSWER_MILLIS });
  const frames: string[] = [];
  let closeCode: number | undefined;
  socket.on('message', (data: Buffer) => frames.push(data.toString()));
  socket.on('close', (code) => {
    closeCode = code;
  });
  const refused = await new Promise<number | undefined>((resolve, reject) => {
    socket.once('open', () => resolve(undefined));
    socket.once('unexpected-response', (_, response) => {
      response.resume();
      resolve(response.statusCode);
    });
    socket.once('error', reject);
  });
  // A connection that the gateway breaks is closed as well.
  socket.on('error', () => undefined);
  if (refused !== undefined) {
    return { refused };
  }
  const until = async <T>(get: () => T | undefined, what: string): Promise<T> => {
    for (const start = performance.now(); performance.now() - start < MAX_FRAME_MILLIS; await sleep(10)) {
      const value = get();
      if (value !== undefined) {
        return value;
      }
    }
    throw new Error(`${what} within ${MAX_FRAME_MILLIS} ms`);
  };
  return {
    send: (data) => socket.send(data),
    frame: () => until(() => frames.shift(), 'no frame'),
    closed: () => until(() => closeCode, 'not closed'),
    async silence() {
      await sleep(700);
      if (frames.length > 0) {
        throw new Error(`got the frame ${frames[0]}`);
      }
    },
    async close(code = 1000) {
      socket.close(code);
      await until(() => closeCode, 'not closed').catch(() => socket.terminate());
    },
  };
}
