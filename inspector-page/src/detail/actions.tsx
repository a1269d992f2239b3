import { useLayoutEffect, useState } from 'preact/hooks';
import { Dialog } from '../components/dialog';
import { isTyping } from '../components/keyboard';
import type { ExchangeDetail } from '../protocol';
import { announce, client, report } from '../state/session';
import { show } from '../state/view';
import { mark, marked } from './compare';
import { EditReplay } from './edit-replay';

/** What can be done with an exchange: each action has a button and a key. */
export function Actions({ detail }: { readonly detail: ExchangeDetail }) {
  const [isEditing, setEditing] = useState(false);
  const [shown, setShown] = useState<string>();
  const isRequest = detail.kind === 'request';
  const canReplay = detail.replayable === true;
  const other = marked.value !== undefined && marked.value !== detail.id ? marked.value : undefined;
  const copy = (load: (id: string) => Promise<string> | undefined, what: string) => {
    void copyText(load(detail.id), what).then(setShown);
  };
  const actions: Readonly<Record<string, (() => void) | undefined>> = {
    r: canReplay ? () => void replay(detail.id) : undefined,
    e: canReplay && detail.kind !== 'connection' ? () => setEditing(true) : undefined,
    c: isRequest ? () => copy((id) => client.value?.curl(id), 'the curl command') : undefined,
    t: isRequest ? () => copy((id) => client.value?.test(id), 'the test') : undefined,
    m: () => (other === undefined ? mark(detail.id) : show({ name: 'compare', first: other, second: detail.id })),
  };
  // An effect after the next frame would lose a key that is pressed as soon as the view is visible.
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const action = isTyping(event) ? undefined : actions[event.key];
      if (action !== undefined) {
        event.preventDefault();
        action();
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });
  const compareTitle = other === undefined ? (marked.value === detail.id ? 'Marked' : 'Mark to compare') : 'Compare with marked';
  return (
    <fieldset class="actions" aria-label="Actions">
      <Action title="Replay" shortcut="r" run={actions['r']} primary />
      <Action title="Edit and replay" shortcut="e" run={actions['e']} />
      <Action title="Copy as curl" shortcut="c" run={actions['c']} />
      <Action title="Copy as test" shortcut="t" run={actions['t']} />
      <Action title={compareTitle} shortcut="m" run={actions['m']} />
      {isEditing ? <EditReplay detail={detail} onClose={() => setEditing(false)} /> : null}
      {shown === undefined ? null : (
        <Dialog title="Copy this text" onClose={() => setShown(undefined)}>
          <textarea readOnly rows={16} aria-label="Text to copy" value={shown} />
        </Dialog>
      )}
    </fieldset>
  );
}

function Action({
  title,
  shortcut,
  run,
  primary,
}: {
  readonly title: string;
  readonly shortcut: string;
  readonly run: (() => void) | undefined;
  readonly primary?: boolean;
}) {
  return run === undefined ? null : (
    <button type="button" class={primary ? 'primary' : undefined} aria-keyshortcuts={shortcut} onClick={run}>
      {title}
    </button>
  );
}

/** Sends a request again, by its id: the server has its headers and its body. */
async function replay(id: string): Promise<void> {
  try {
    const answered = await client.value?.replay(id);
    if (answered !== undefined) {
      announce('Sent again');
      show({ name: 'traffic', id: answered.id });
    }
  } catch (error) {
    report(error);
  }
}

/** Copies a text. Returns it if the browser does not allow that, so that it can be shown. */
async function copyText(loading: Promise<string> | undefined, what: string): Promise<string | undefined> {
  let text: string | undefined;
  try {
    text = await loading;
    await navigator.clipboard.writeText(text ?? '');
    announce(`Copied ${what}`);
    return undefined;
  } catch (error) {
    if (text === undefined) {
      report(error);
    }
    return text;
  }
}
