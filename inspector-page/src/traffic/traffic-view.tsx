import { useLayoutEffect, useRef } from 'preact/hooks';
import { isTyping } from '../components/keyboard';
import { Detail } from '../detail/detail';
import { clearExchanges, togglePause } from '../state/session';
import { show } from '../state/view';
import { ExchangeList } from './exchange-list';
import { focusRow } from './focus-row';
import { Toolbar } from './toolbar';

/** The live list, and beside it the exchange that is opened. */
export function TrafficView({ id }: { readonly id?: string }) {
  const root = useRef<HTMLDivElement>(null);
  // An effect after the next frame would lose a key that is pressed as soon as the view is visible.
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (isTyping(event)) {
        return;
      }
      const action = KEYS[event.key];
      if (action !== undefined) {
        event.preventDefault();
        action(root.current, id);
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [id]);
  return (
    <div class="traffic" ref={root} data-opened={id === undefined ? undefined : ''}>
      <section class="list-side" aria-label="Requests, messages and connections">
        <Toolbar />
        <ExchangeList opened={id} />
      </section>
      {id === undefined ? null : <Detail key={id} id={id} />}
    </div>
  );
}

type Action = (root: HTMLElement | null, id: string | undefined) => void;

const KEYS: Readonly<Record<string, Action>> = {
  '/': (root) => root?.querySelector<HTMLElement>('input[type=search]')?.focus(),
  p: () => void togglePause(),
  C: () => void clearExchanges(),
  Escape: (_, id) => {
    if (id !== undefined) {
      show({ name: 'traffic' });
      focusRow(id);
    }
  },
  j: (_, id) => focusRow(id),
  k: (_, id) => focusRow(id),
};
