import { Dialog } from './dialog';

const KEYS: readonly (readonly [string, readonly (readonly [string, string])[]])[] = [
  [
    'Everywhere',
    [
      ['1 2 3 4', 'traffic, routes, WebSocket, evaluate'],
      ['?', 'this list'],
      ['Tab', 'next control'],
      ['Esc', 'close a dialog or the opened exchange'],
    ],
  ],
  [
    'List',
    [
      ['↑ ↓ or k j', 'previous, next'],
      ['Home End', 'newest, oldest'],
      ['Enter', 'open'],
      ['/', 'filter'],
      ['p', 'pause or continue'],
      ['Shift+C', 'clear'],
    ],
  ],
  [
    'Opened exchange',
    [
      ['← →', 'previous, next tab'],
      ['r', 'replay'],
      ['e', 'edit and replay'],
      ['c', 'copy as curl'],
      ['t', 'copy as test'],
      ['m', 'mark; on another one, compare the two'],
    ],
  ],
];

/** Lists the keys. */
export function Help({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog title="Keys" onClose={onClose}>
      <div class="keys">
        {KEYS.map(([title, keys]) => (
          <section key={title}>
            <h3>{title}</h3>
            <dl>
              {keys.map(([key, meaning]) => (
                <div key={key}>
                  <dt>
                    <kbd>{key}</kbd>
                  </dt>
                  <dd>{meaning}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
