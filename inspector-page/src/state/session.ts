import { batch, computed, signal } from '@preact/signals';
import { ClientError, type InspectorClient } from '../client';
import type { AppInfo, ExchangeSummary, Frame, InspectorEvent, ReloadInfo } from '../protocol';
import { compileFilter, NO_FILTER } from './filter';
import { mergeExchanges } from './merge';
import { dropToken } from './token';

/** At most ten updates a second, however many events arrive. */
const MIN_UPDATE_INTERVAL_MILLIS = 100;
const RECONNECT_MILLIS = 1_000;
const MAX_FRAMES = 500;

export const client = signal<InspectorClient | undefined>(undefined);
export const connection = signal<'connecting' | 'live' | 'lost'>('connecting');
export const app = signal<AppInfo | undefined>(undefined);
export const exchanges = signal<readonly ExchangeSummary[]>([]);
export const frames = signal<readonly Frame[]>([]);
export const filter = signal(NO_FILTER);
export const paused = signal(false);
/** The number of exchanges that arrived while the list was paused. */
export const missed = signal(0);
/** A message that appears for some seconds, and that screen readers announce. */
export const notice = signal<{ readonly text: string; readonly isError: boolean } | undefined>(undefined);

export const visible = computed(() => exchanges.value.filter(compileFilter(filter.value)));

let pending: InspectorEvent[] = [];
let timer: number | undefined;
let updatedAt = 0;

/** Loads the app and what happened so far, then follows the event stream, and connects again when it ends. */
export function follow(inspector: InspectorClient): () => void {
  const aborter = new AbortController();
  client.value = inspector;
  void run(inspector, aborter.signal);
  return () => aborter.abort();
}

async function run(inspector: InspectorClient, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      for await (const event of inspector.events(signal, () => void load(inspector))) {
        pending.push(event);
        schedule();
      }
    } catch (error) {
      if (error instanceof ClientError && error.status === 401) {
        signOut();
        return;
      }
    }
    connection.value = 'lost';
    await new Promise((resolve) => setTimeout(resolve, RECONNECT_MILLIS));
  }
}

async function load(inspector: InspectorClient): Promise<void> {
  try {
    const [description, kept] = await Promise.all([inspector.app(), inspector.exchanges()]);
    batch(() => {
      app.value = description;
      exchanges.value = kept.exchanges;
      missed.value = 0;
      connection.value = 'live';
    });
  } catch (error) {
    report(error);
  }
}

export function signOut(): void {
  dropToken();
  client.value = undefined;
}

/** Collects events, so that the page is drawn once for all that arrive within the interval. */
function schedule(): void {
  if (timer === undefined) {
    timer = window.setTimeout(update, Math.max(0, updatedAt + MIN_UPDATE_INTERVAL_MILLIS - performance.now()));
  }
}

function update(): void {
  timer = undefined;
  updatedAt = performance.now();
  const events = pending;
  pending = [];
  batch(() => {
    const cleared = events.findLastIndex(({ event }) => event === 'clear');
    if (cleared !== -1) {
      forget();
    }
    receiveExchanges(events.slice(cleared + 1).flatMap((each) => (each.event === 'exchange' ? each.data : [])));
    const received = events.flatMap((each) => (each.event === 'frame' ? each.data : []));
    if (received.length > 0) {
      frames.value = [...frames.value, ...received].slice(-MAX_FRAMES);
    }
    const reload = events.findLast((each) => each.event === 'reload');
    if (reload?.event === 'reload') {
      void receiveReload(reload.data);
    }
  });
}

function receiveExchanges(incoming: readonly ExchangeSummary[]): void {
  if (incoming.length === 0) {
    return;
  }
  if (paused.value) {
    missed.value += incoming.length;
  } else {
    exchanges.value = mergeExchanges(exchanges.value, incoming);
  }
}

async function receiveReload({ entry }: ReloadInfo): Promise<void> {
  try {
    app.value = await client.value?.app();
    if (entry.result === 'loaded') {
      announce('The app was loaded again');
    }
  } catch (error) {
    report(error);
  }
}

/** Stops the list, or shows what happened while it was stopped. */
export async function togglePause(): Promise<void> {
  paused.value = !paused.value;
  if (!paused.value && client.value !== undefined) {
    await load(client.value);
  }
}

export async function clearExchanges(): Promise<void> {
  try {
    await client.value?.clear();
    forget();
    announce('The list is cleared');
  } catch (error) {
    report(error);
  }
}

function forget(): void {
  batch(() => {
    exchanges.value = [];
    missed.value = 0;
  });
}

export function announce(text: string, isError = false): void {
  notice.value = { text, isError };
}

/** Shows why a request to the inspector failed. A token that is not valid any more ends the session. */
export function report(error: unknown): void {
  if (error instanceof ClientError && error.status === 401) {
    signOut();
    return;
  }
  announce(error instanceof Error ? error.message : String(error), true);
}
