import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import { Compare } from '../detail/compare';
import { app, client, connection, notice } from '../state/session';
import { show, type View, view } from '../state/view';
import { EvaluateView } from '../tools/evaluate-view';
import { RoutesView } from '../tools/routes-view';
import { WebSocketView } from '../tools/websocket-view';
import { TrafficView } from '../traffic/traffic-view';
import { Help } from './help';
import { isTyping } from './keyboard';
import { SignIn } from './sign-in';

const VIEWS: readonly { readonly name: Exclude<View['name'], 'compare'>; readonly title: string }[] = [
  { name: 'traffic', title: 'Traffic' },
  { name: 'routes', title: 'Routes' },
  { name: 'websocket', title: 'WebSocket' },
  { name: 'evaluate', title: 'Evaluate' },
];

/** The page: its navigation, the part that is shown, and messages. */
export function App() {
  const [helps, setHelps] = useState(false);
  // An effect after the next frame would lose a key that is pressed as soon as the view is visible.
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (isTyping(event)) {
        return;
      }
      const chosen = VIEWS[Number(event.key) - 1];
      if (chosen !== undefined) {
        event.preventDefault();
        show({ name: chosen.name });
      } else if (event.key === '?') {
        event.preventDefault();
        setHelps(true);
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  if (client.value === undefined) {
    return <SignIn />;
  }
  return (
    <div class="page">
      <header class="top">
        <h1>
          <span class="logo" aria-hidden="true" />
          API inspector
        </h1>
        <Navigation />
        <ConnectionState />
        <button type="button" class="quiet" onClick={() => setHelps(true)} aria-haspopup="dialog">
          <kbd>?</kbd> Keys
        </button>
      </header>
      <ReloadFailure />
      <main>
        <CurrentView />
      </main>
      <Notice />
      {helps ? <Help onClose={() => setHelps(false)} /> : null}
    </div>
  );
}

function Navigation() {
  const current = view.value.name === 'compare' ? 'traffic' : view.value.name;
  return (
    <nav aria-label="Views">
      {VIEWS.map(({ name, title }, index) => (
        <a
          key={name}
          href={`#/${name}`}
          aria-current={current === name ? 'page' : undefined}
          aria-keyshortcuts={String(index + 1)}
          onClick={(event) => {
            event.preventDefault();
            show({ name });
          }}
        >
          {title}
        </a>
      ))}
    </nav>
  );
}

function CurrentView() {
  const current = view.value;
  switch (current.name) {
    case 'traffic':
      return <TrafficView id={current.id} />;
    case 'compare':
      return <Compare first={current.first} second={current.second} />;
    case 'routes':
      return <RoutesView />;
    case 'websocket':
      return <WebSocketView />;
    case 'evaluate':
      return <EvaluateView />;
  }
}

const STATES = { connecting: 'connecting', live: 'live', lost: 'gateway not reachable' };

function ConnectionState() {
  return (
    <p class={`state ${connection.value}`} role="status">
      {STATES[connection.value]}
      {app.value?.secretsShown ? <strong class="badge warn">secrets shown</strong> : null}
    </p>
  );
}

/** Stays until a reload succeeds, because until then an older version of the app answers. */
function ReloadFailure() {
  const error = app.value?.reloadError;
  return (
    <div class="reload-failure" role="alert">
      {error === undefined ? null : (
        <p>
          <strong>The app was not loaded again; the version before stays in service:</strong> {error}
        </p>
      )}
    </div>
  );
}

const NOTICE_MILLIS = 4_000;

function Notice() {
  const current = notice.value;
  useEffect(() => {
    if (current === undefined) {
      return undefined;
    }
    const hide = setTimeout(() => {
      if (notice.value === current) {
        notice.value = undefined;
      }
    }, NOTICE_MILLIS);
    return () => clearTimeout(hide);
  }, [current]);
  return (
    <div class="notice" role="status" aria-live="polite" data-error={current?.isError ? '' : undefined}>
      {current?.text}
    </div>
  );
}
