import { readFileSync } from 'node:fs';
import WebSocket from 'ws';
import type { FunctionHandler } from '../../src/definitions/function-handler';
import {
  type CloseEvent,
  type ConnectRequest,
  type GatewayOptions,
  HandshakeError,
  type LocalGateway,
  type WebSocketClient,
} from '../../src/index';
import { opened } from '../serve/senders';

export type Connect = (request?: Partial<ConnectRequest>) => Promise<WebSocketClient>;

/** A gateway and how to connect to its only WebSocket API. */
export interface Opened {
  readonly gateway: LocalGateway;
  readonly connect: Connect;
}

export interface Way {
  readonly way: string;
  open(path: string, options?: GatewayOptions): Promise<Opened>;
}

/** The inline code of a template's functions as handlers: calling them here is quicker than in processes. */
export function handlersIn(path: string): NonNullable<GatewayOptions['functions']> {
  const { Resources } = JSON.parse(readFileSync(path, 'utf8')) as {
    Resources: Record<string, { Properties?: { Code?: { ZipFile?: string } } }>;
  };
  const sources = Object.entries(Resources).flatMap(([name, { Properties }]) =>
    Properties?.Code?.ZipFile === undefined ? [] : [[name, Properties.Code.ZipFile] as const],
  );
  return Object.fromEntries(
    sources.map(([name, source]) => {
      const exported: { handler?: FunctionHandler } = {};
      new Function('exports', source)(exported);
      return [name, exported.handler as FunctionHandler];
    }),
  );
}

/** The two ways in, which must not differ. */
export const WAYS: readonly Way[] = [
  {
    way: 'connect',
    async open(path, options) {
      const gateway = await opened(path, { functions: options?.functions ?? handlersIn(path), ...options });
      return { gateway, connect: (request) => gateway.connect({ path: '/dev', ...request }) };
    },
  },
  {
    way: 'a port',
    async open(path, options) {
      const gateway = await opened(path, { functions: options?.functions ?? handlersIn(path), allowHosts: ['*'], ...options });
      const { port } = await gateway.listen();
      return { gateway, connect: (request) => overSocket(port, { path: '/dev', ...request }) };
    },
  },
];

/** A client of the `ws` library with the interface of the one in the same process. */
export function overSocket(port: number, { path, headers = {}, subprotocols = [] }: ConnectRequest): Promise<WebSocketClient> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, [...subprotocols], {
    headers: headers as Record<string, string>,
    perMessageDeflate: false,
  });
  const unread: string[] = [];
  const waiting: { resolve: (text: string) => void; reject: (error: Error) => void }[] = [];
  let ended: CloseEvent | undefined;
  socket.on('message', (data: Buffer) => {
    const next = waiting.shift();
    if (next === undefined) {
      unread.push(data.toString());
    } else {
      next.resolve(data.toString());
    }
  });
  const closed = new Promise<CloseEvent>((resolve) => {
    socket.on('close', (code, reason) => {
      ended = { code, reason: reason.toString() };
      for (const { reject } of waiting.splice(0)) {
        reject(new Error(`closed with ${code}`));
      }
      resolve(ended);
    });
  });
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('unexpected-response', (_request, response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const body = Buffer.concat(chunks);
        const headersByName = Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, String(value)]));
        reject(
          new HandshakeError({
            statusCode: response.statusCode ?? 0,
            headers: headersByName,
            rawHeaders: [],
            cookies: [],
            body,
            text: () => body.toString(),
            json: () => JSON.parse(body.toString()),
          }),
        );
      });
    });
    socket.on('open', () =>
      resolve({
        subprotocol: socket.protocol || undefined,
        closed,
        send(data) {
          if (typeof data === 'string' || data instanceof Uint8Array) {
            socket.send(data);
          } else {
            for (const [index, frame] of data.entries()) {
              socket.send(frame as string, { fin: index === data.length - 1 });
            }
          }
        },
        next() {
          const text = unread.shift();
          if (text !== undefined) {
            return Promise.resolve(text);
          }
          return ended === undefined
            ? new Promise((resolveNext, rejectNext) => waiting.push({ resolve: resolveNext, reject: rejectNext }))
            : Promise.reject(new Error('closed'));
        },
        close: (code, reason) => socket.close(code, reason),
      }),
    );
  });
}

/** What a refused handshake is answered with. */
export async function refusalOf(connecting: Promise<unknown>): Promise<{ readonly status: number; readonly body: string }> {
  try {
    await connecting;
  } catch (error) {
    if (error instanceof HandshakeError) {
      return { status: error.statusCode, body: error.response.text() };
    }
    throw error;
  }
  throw new Error('the handshake was not refused');
}
