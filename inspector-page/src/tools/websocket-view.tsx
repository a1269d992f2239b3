import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { clock, indented } from '../components/text';
import { parseHeaders } from '../detail/header-lines';
import { Template } from '../detail/templates';
import type { Frame, TemplateDetail } from '../protocol';
import { app, client, exchanges, frames, report } from '../state/session';

/** A connection that was opened here. */
interface Console {
  readonly id: string;
  readonly api: string;
}

/** A client of the WebSocket APIs: connects, sends messages, and shows frames as they come. */
export function WebSocketView() {
  const opened = useSignal<Console | undefined>(lastConsole);
  const apis = app.value?.apis.filter(({ protocol }) => protocol === 'WEBSOCKET') ?? [];
  const open = (console: Console | undefined) => {
    lastConsole = console;
    opened.value = console;
  };
  if (app.value !== undefined && apis.length === 0) {
    return <p class="empty">This app has no WebSocket API.</p>;
  }
  return (
    <div class="tool websocket">
      <ConnectForm apis={apis.map(({ name, stages }) => ({ name, stage: stages[0] ?? '' }))} onOpen={open} />
      {opened.value === undefined ? null : <FrameConsole console={opened.value} onClose={() => open(undefined)} />}
    </div>
  );
}

let lastConsole: Console | undefined;

function ConnectForm({
  apis,
  onOpen,
}: {
  readonly apis: readonly { readonly name: string; readonly stage: string }[];
  readonly onOpen: (console: Console) => void;
}) {
  const chosen = useSignal<string | undefined>(undefined);
  const path = useSignal<string | undefined>(undefined);
  const headers = useSignal('');
  const subprotocols = useSignal('');
  const problem = useSignal<string | undefined>(undefined);
  const api = apis.find(({ name }) => name === chosen.value) ?? apis[0];
  const connect = async () => {
    const parsed = parseHeaders(headers.value);
    if (typeof parsed === 'string' || api === undefined || client.value === undefined) {
      problem.value = typeof parsed === 'string' ? parsed : 'not connected to the gateway';
      return;
    }
    try {
      const { id } = await client.value.connect({
        api: api.name,
        target: path.value ?? `/${api.stage}`,
        headers: parsed,
        subprotocols: subprotocols.value.split(/[\s,]+/).filter(Boolean),
      });
      problem.value = undefined;
      onOpen({ id, api: api.name });
    } catch (error) {
      problem.value = error instanceof Error ? error.message : String(error);
    }
  };
  return (
    <form
      class="form connect"
      aria-label="Connect"
      onSubmit={(event) => {
        event.preventDefault();
        void connect();
      }}
    >
      <h2>Connect</h2>
      <label>
        API
        <select value={api?.name} onChange={(event) => (chosen.value = event.currentTarget.value)}>
          {apis.map(({ name }) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label>
        Path and query string
        <input
          class="mono"
          spellcheck={false}
          value={path.value ?? `/${api?.stage ?? ''}`}
          onInput={(event) => (path.value = event.currentTarget.value)}
        />
      </label>
      <label>
        Headers, one a line
        <textarea
          class="mono"
          rows={4}
          spellcheck={false}
          value={headers.value}
          onInput={(event) => (headers.value = event.currentTarget.value)}
        />
      </label>
      <label>
        Subprotocols
        <input
          class="mono"
          spellcheck={false}
          value={subprotocols.value}
          onInput={(event) => (subprotocols.value = event.currentTarget.value)}
        />
      </label>
      {problem.value === undefined ? null : (
        <p class="problem" role="alert">
          {problem.value}
        </p>
      )}
      <button type="submit" class="primary">
        Connect
      </button>
    </form>
  );
}

function FrameConsole({ console: { id, api }, onClose }: { readonly console: Console; readonly onClose: () => void }) {
  const text = useSignal('');
  const list = useRef<HTMLOListElement>(null);
  const own = frames.value.filter(({ connectionId }) => connectionId === id);
  const closed = exchanges.value.find(({ kind, connectionId }) => kind === 'connection' && connectionId === id)?.closed;
  const isClosed = closed !== undefined;
  useEffect(() => {
    list.current?.lastElementChild?.scrollIntoView({ block: 'nearest' });
  }, [own.length]);
  const send = async () => {
    try {
      await client.value?.sendMessage(id, text.value);
      text.value = '';
    } catch (error) {
      report(error);
    }
  };
  return (
    <section class="console" aria-label="Console">
      <header>
        <h2>
          {api} <code>{id}</code>{' '}
          <span class={`badge ${isClosed ? 'warn' : 'good'}`}>
            {closed === undefined ? 'open' : `closed by the ${closed.by}, ${closed.code}`}
          </span>
        </h2>
        <button
          type="button"
          onClick={() => {
            if (!isClosed) {
              client.value?.disconnect(id).catch(report);
            }
            onClose();
          }}
        >
          {isClosed ? 'Remove' : 'Disconnect'}
        </button>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable with the keyboard. */}
      <ol class="frames" aria-label="Frames" aria-live="polite" tabIndex={0} ref={list}>
        {own.map((frame, index) => (
          <FrameItem key={index} frame={frame} />
        ))}
      </ol>
      <form
        class="send"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <label>
          <span class="hidden">Message</span>
          <textarea
            class="mono"
            rows={3}
            spellcheck={false}
            placeholder='{"action":"…"}'
            value={text.value}
            disabled={isClosed}
            onInput={(event) => (text.value = event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && !event.shiftKey) {
                event.preventDefault();
                void send();
              }
            }}
          />
        </label>
        <button type="submit" class="primary" disabled={isClosed}>
          Send
        </button>
      </form>
    </section>
  );
}

const DIRECTIONS = { in: { arrow: '↑', name: 'sent' }, out: { arrow: '↓', name: 'received' } };

function FrameItem({ frame: { direction, text, at, exchange } }: { readonly frame: Frame }) {
  const { arrow, name } = DIRECTIONS[direction];
  const route = exchanges.value.find(({ id }) => id === exchange)?.route;
  return (
    <li class={name}>
      <p>
        <span class="arrow" role="img" aria-label={name}>
          {arrow}
        </span>
        <span class="time">{clock(at)}</span>
        {route === undefined ? null : <code>{route}</code>}
        {text.encoding === 'base64' ? <span class="badge">base64</span> : null}
      </p>
      <pre>{indented(text.text)}</pre>
      {direction === 'out' || exchange === undefined ? null : <TemplatesOf exchange={exchange} />}
    </li>
  );
}

/** The templates that handled a message, loaded when they are opened. */
function TemplatesOf({ exchange }: { readonly exchange: string }) {
  const templates = useSignal<readonly TemplateDetail[] | undefined>(undefined);
  const load = async () => {
    try {
      templates.value = (await client.value?.exchange(exchange))?.templates;
    } catch (error) {
      report(error);
    }
  };
  return (
    <details onToggle={(event) => event.currentTarget.open && void load()}>
      <summary>Templates</summary>
      {templates.value?.length === 0 ? <p class="none">This route has no templates.</p> : null}
      {templates.value?.map((template) => (
        <Template key={`${template.direction} ${template.key}`} template={template} />
      ))}
    </details>
  );
}
