import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly error?: { readonly message: string };
  // biome-ignore lint/suspicious/noExplicitAny: the protocol has a type for each method
  readonly params?: any;
  // biome-ignore lint/suspicious/noExplicitAny: the protocol has a type for each method
  readonly result?: any;
}

/** A client of the inspector protocol, as an editor is one. */
export async function attach(url: string) {
  const socket = new WebSocket(url, { perMessageDeflate: false });
  onTestFinished(() => socket.terminate());
  const events: Message[] = [];
  const answers = new Map<number, (message: Message) => void>();
  const waiting = new Set<() => void>();
  let isClosed = false;
  let calls = 0;
  const changed = () => {
    for (const check of [...waiting]) {
      check();
    }
  };
  socket.on('message', (data) => {
    const message: Message = JSON.parse(String(data));
    if (message.id === undefined) {
      events.push(message);
      changed();
    } else {
      answers.get(message.id)?.(message);
    }
  });
  const closed = new Promise<void>((resolve) => {
    socket.on('close', () => {
      isClosed = true;
      changed();
      resolve();
    });
  });
  await new Promise<void>((resolve, reject) => socket.once('open', () => resolve()).once('error', reject));
  const send = (method: string, params: object = {}): Promise<Message['result']> => {
    const id = ++calls;
    socket.send(JSON.stringify({ id, method, params }));
    return new Promise((resolve, reject) => {
      answers.set(id, ({ result, error }) => (error === undefined ? resolve(result) : reject(new Error(`${method}: ${error.message}`))));
    });
  };
  /** The parameters of the next event that was not asked for yet. */
  const event = (method: string, isWanted: (params: Message['params']) => boolean = () => true): Promise<Message['params']> =>
    new Promise((resolve, reject) => {
      const check = () => {
        const at = events.findIndex((each) => each.method === method && isWanted(each.params));
        if (at >= 0) {
          waiting.delete(check);
          resolve(events.splice(at, 1)[0]?.params);
        } else if (isClosed) {
          waiting.delete(check);
          reject(new Error(`the connection was closed before ${method}`));
        }
      };
      waiting.add(check);
      check();
    });
  /** The local variables of the function where it stopped. */
  const locals = async (paused: Message['params']): Promise<Record<string, unknown>> => {
    const [frame] = paused.callFrames;
    const found: Record<string, unknown> = {};
    for (const { object } of frame.scopeChain.filter(({ type }: { type: string }) => type === 'local' || type === 'block')) {
      const { result } = await send('Runtime.getProperties', { objectId: object.objectId, ownProperties: true });
      for (const { name, value } of result) {
        found[name] = value?.value ?? value?.description;
      }
    }
    return found;
  };
  const close = () => {
    socket.close();
    return closed;
  };
  return { send, event, locals, close, closed };
}
