import { useState } from 'preact/hooks';
import { Dialog } from '../components/dialog';
import type { ExchangeDetail } from '../protocol';
import { announce, client } from '../state/session';
import { show } from '../state/view';
import { formatHeaders, parseHeaders } from './header-lines';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];

/** Sends a request again with changes. A masked value that stays as it is keeps its original value on the server. */
export function EditReplay({ detail, onClose }: { readonly detail: ExchangeDetail; readonly onClose: () => void }) {
  const { request } = detail;
  const original = { method: request?.method ?? 'GET', target: request?.target ?? '/', body: request?.body?.text ?? '' };
  const originalHeaders = formatHeaders(request?.headers ?? []);
  const [method, setMethod] = useState(original.method);
  const [target, setTarget] = useState(original.target);
  const [headers, setHeaders] = useState(originalHeaders);
  const [body, setBody] = useState(original.body);
  const [problem, setProblem] = useState<string>();
  const submit = async () => {
    const parsed = parseHeaders(headers);
    if (typeof parsed === 'string') {
      setProblem(parsed);
      return;
    }
    try {
      const changes = {
        ...(method === original.method ? {} : { method }),
        ...(target === original.target ? {} : { target }),
        ...(headers === originalHeaders ? {} : { headers: parsed }),
        ...(body === original.body ? {} : { body }),
      };
      const answered = await client.value?.replay(detail.id, changes);
      onClose();
      if (answered !== undefined) {
        announce('Sent with changes');
        show({ name: 'traffic', id: answered.id });
      }
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <Dialog title="Edit and replay" onClose={onClose}>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            void submit();
          }
        }}
      >
        <div class="line">
          <label>
            Method
            <select value={method} onChange={(event) => setMethod(event.currentTarget.value)}>
              {[...new Set([original.method, ...METHODS])].map((name) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
            </select>
          </label>
          <label class="grow">
            Path and query string
            <input class="mono" value={target} spellcheck={false} onInput={(event) => setTarget(event.currentTarget.value)} />
          </label>
        </div>
        <label>
          Headers, one a line
          <textarea class="mono" rows={7} spellcheck={false} value={headers} onInput={(event) => setHeaders(event.currentTarget.value)} />
        </label>
        <label>
          Body
          <textarea class="mono" rows={7} spellcheck={false} value={body} onInput={(event) => setBody(event.currentTarget.value)} />
        </label>
        {problem === undefined ? null : (
          <p class="problem" role="alert">
            {problem}
          </p>
        )}
        <div class="line end">
          <span class="hint">
            <kbd>Ctrl</kbd> <kbd>Enter</kbd> sends
          </span>
          <button type="submit" class="primary">
            Send
          </button>
        </div>
      </form>
    </Dialog>
  );
}
