import { signal } from '@preact/signals';
import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import { isTyping } from '../components/keyboard';
import { indented } from '../components/text';
import type { ExchangeDetail, NameValue } from '../protocol';
import { announce, client, report } from '../state/session';
import { show } from '../state/view';
import { type LinePair, pairLines } from './line-diff';

/** The exchange that another one will be compared with. */
export const marked = signal<string | undefined>(undefined);

export function mark(id: string): void {
  marked.value = marked.value === id ? undefined : id;
  announce(marked.value === undefined ? 'No longer marked' : 'Marked: open another one and press m to compare');
}

/** Two exchanges side by side, with the lines that differ. */
export function Compare({ first, second }: { readonly first: string; readonly second: string }) {
  const [pair, setPair] = useState<readonly [ExchangeDetail, ExchangeDetail]>();
  useEffect(() => {
    const inspector = client.value;
    if (inspector !== undefined) {
      Promise.all([inspector.exchange(first), inspector.exchange(second)]).then(setPair, report);
    }
  }, [first, second]);
  const close = () => {
    marked.value = undefined;
    show({ name: 'traffic', id: second });
  };
  // An effect after the next frame would lose a key that is pressed as soon as the view is visible.
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !isTyping(event)) {
        event.preventDefault();
        close();
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });
  return (
    <section class="compare" aria-label="Comparison">
      <header>
        <h2>Comparison</h2>
        <button type="button" onClick={close}>
          Close
        </button>
      </header>
      {pair === undefined ? (
        <p class="empty">Loading …</p>
      ) : (
        PARTS.map(([title, textOf]) => <Part key={title} title={title} texts={[textOf(pair[0]), textOf(pair[1])]} />)
      )}
    </section>
  );
}

const PARTS: readonly (readonly [string, (detail: ExchangeDetail) => string])[] = [
  ['Request', (detail) => `${detail.method} ${detail.request?.target ?? detail.path}\n${headerText(detail.request?.headers)}`],
  ['Body', ({ request }) => indented(request?.body?.text ?? '')],
  [
    'Route and answer',
    ({ route, status, error, answer }) =>
      `route ${route ?? 'none'}\nstatus ${status ?? error ?? ''}\n${headerText(answer?.after?.headers)}`,
  ],
  ['Body of the answer', ({ answer }) => indented(answer?.body?.text ?? '')],
  ['Event', ({ event }) => indented(event?.text ?? '')],
];

function headerText(headers: readonly NameValue[] = []): string {
  return headers
    .map(([name, value]) => `${name.toLowerCase()}: ${value}`)
    .sort()
    .join('\n');
}

function Part({ title, texts: [left, right] }: { readonly title: string; readonly texts: readonly [string, string] }) {
  const lines = pairLines(left, right);
  const differing = lines.filter(({ same }) => !same).length;
  if (left === '' && right === '') {
    return null;
  }
  return (
    <section class="part">
      <h3>
        {title} <span class={`badge ${differing === 0 ? 'good' : 'warn'}`}>{differing === 0 ? 'same' : `${differing} differ`}</span>
      </h3>
      <table class="lines">
        <thead class="hidden">
          <tr>
            <th scope="col">First</th>
            <th scope="col">Second</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line, index) => (
            <Line key={index} line={line} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Line({ line: { left, right, same } }: { readonly line: LinePair }) {
  return (
    <tr class={same ? undefined : 'differs'}>
      <td>{left}</td>
      <td>{right}</td>
    </tr>
  );
}
