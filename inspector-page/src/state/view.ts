import { signal } from '@preact/signals';

/** The part of the page that is shown, which the fragment of the URL names. */
export type View =
  | { readonly name: 'traffic'; readonly id?: string }
  | { readonly name: 'compare'; readonly first: string; readonly second: string }
  | { readonly name: 'routes' | 'websocket' | 'evaluate' };

export const view = signal<View>(readView(location.hash));

/** Shows a part of the page, with an entry in the history of the browser. */
export function show(next: View): void {
  const hash = hashOf(next);
  if (location.hash !== hash) {
    history.pushState(null, '', hash);
  }
  view.value = next;
}

/** Shows a part of the page in place of the current entry of the history. */
export function replaceView(next: View): void {
  history.replaceState(null, '', hashOf(next));
  view.value = next;
}

export function followHistory(): void {
  const update = () => {
    view.value = readView(location.hash);
  };
  window.addEventListener('popstate', update);
}

function hashOf(next: View): string {
  switch (next.name) {
    case 'traffic':
      return next.id === undefined ? '#/traffic' : `#/traffic/${encodeURIComponent(next.id)}`;
    case 'compare':
      return `#/compare/${encodeURIComponent(next.first)}/${encodeURIComponent(next.second)}`;
    default:
      return `#/${next.name}`;
  }
}

function readView(hash: string): View {
  const [name, first, second] = hash.replace(/^#\/?/, '').split('/').map(decode);
  if (name === 'routes' || name === 'websocket' || name === 'evaluate') {
    return { name };
  }
  if (name === 'compare' && first && second) {
    return { name, first, second };
  }
  return name === 'traffic' && first ? { name, id: first } : { name: 'traffic' };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
