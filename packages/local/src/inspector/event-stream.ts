import type { ServerResponse } from 'node:http';
import { clearInterval, clearTimeout, setInterval, setTimeout } from '../functions/timers';
import type { ExchangeRecord } from './exchange-record';
import type { KeptFrame } from './kept-text';
import type { ReloadInfo, ServerEvents } from './protocol';

/** The least time between two batches, in milliseconds: at most ten of them a second. */
export const MIN_BATCH_MILLIS = 100;
/** The share of its time that the gateway spends on batches at most: under load, batches are rarer and skip what is no longer kept. */
const MAX_BATCH_SHARE = 0.04;
/** The longest time between two batches, in milliseconds. */
const MAX_BATCH_MILLIS = 500;
/** How many subscribers there are at most. */
export const MAX_SUBSCRIBERS = 16;
/** A subscriber that has not read this much, in bytes, is cut off. */
const MAX_UNREAD_BYTES = 8 * 1024 * 1024;
/** How many frames a batch has; of more, the last ones. */
const MAX_FRAMES_PER_BATCH = 100;
/** A comment after this time, in milliseconds, finds out that a subscriber is gone. */
const HEARTBEAT_MILLIS = 15_000;

/** How changes are shown to subscribers. */
export interface EventViews {
  exchange(record: ExchangeRecord): ServerEvents['exchange'][number];
  frame(frame: KeptFrame): ServerEvents['frame'][number];
}

/** Sends changes to subscribers as server-sent events, in batches that are written once for all of them. */
export class EventStream {
  private readonly subscribers = new Set<ServerResponse>();
  private readonly changed = new Set<ExchangeRecord>();
  private frames: KeptFrame[] = [];
  private reloaded?: ReloadInfo;
  private wasCleared = false;
  private timer?: NodeJS.Timeout;
  /** When the next batch may be sent. */
  private nextBatch = Number.NEGATIVE_INFINITY;
  private readonly heartbeat: NodeJS.Timeout;

  public constructor(private readonly views: EventViews) {
    this.heartbeat = setInterval(() => this.write(': still here\n\n'), HEARTBEAT_MILLIS);
    this.heartbeat.unref();
  }

  public get isFull(): boolean {
    return this.subscribers.size >= MAX_SUBSCRIBERS;
  }

  /** @param hello data of the first event */
  public subscribe(response: ServerResponse, hello: ServerEvents['hello']): void {
    this.subscribers.add(response);
    response.once('close', () => this.subscribers.delete(response));
    response.write(eventOf('hello', hello));
  }

  public exchangeChanged(record: ExchangeRecord): void {
    if (this.subscribers.size > 0) {
      this.changed.add(record);
      this.schedule();
    }
  }

  public frameSent(frame: KeptFrame): void {
    if (this.subscribers.size > 0) {
      this.frames.push(frame);
      this.frames = this.frames.length > 2 * MAX_FRAMES_PER_BATCH ? this.frames.slice(-MAX_FRAMES_PER_BATCH) : this.frames;
      this.schedule();
    }
  }

  public appReloaded(reload: ReloadInfo): void {
    this.reloaded = reload;
    this.schedule();
  }

  /** Drops what was not sent yet. */
  public exchangesCleared(): void {
    this.changed.clear();
    this.frames = [];
    this.wasCleared = true;
    this.schedule();
  }

  public close(): void {
    clearInterval(this.heartbeat);
    clearTimeout(this.timer);
    for (const subscriber of this.subscribers) {
      subscriber.destroy();
    }
  }

  private schedule(): void {
    if (this.timer === undefined) {
      this.timer = setTimeout(() => this.flush(), Math.max(0, this.nextBatch - performance.now()));
      this.timer.unref();
    }
  }

  private flush(): void {
    this.timer = undefined;
    const began = performance.now();
    const { changed, frames, reloaded, wasCleared, views } = this;
    // Exchanges that the store no longer has are not worth a message.
    const exchanges = [...changed].filter((record) => record.isKept);
    const batch = [
      wasCleared ? eventOf('clear', {}) : '',
      reloaded === undefined ? '' : eventOf('reload', reloaded),
      exchanges.length === 0
        ? ''
        : eventOf(
            'exchange',
            exchanges.map((record) => views.exchange(record)),
          ),
      frames.length === 0
        ? ''
        : eventOf(
            'frame',
            frames.slice(-MAX_FRAMES_PER_BATCH).map((frame) => views.frame(frame)),
          ),
    ].join('');
    changed.clear();
    this.frames = [];
    this.reloaded = undefined;
    this.wasCleared = false;
    this.write(batch);
    const pause = (performance.now() - began) / MAX_BATCH_SHARE;
    this.nextBatch = began + Math.min(Math.max(pause, MIN_BATCH_MILLIS), MAX_BATCH_MILLIS);
  }

  private write(text: string): void {
    if (text === '') {
      return;
    }
    for (const subscriber of this.subscribers) {
      if (subscriber.writableLength > MAX_UNREAD_BYTES) {
        this.subscribers.delete(subscriber);
        subscriber.destroy();
      } else {
        subscriber.write(text);
      }
    }
  }
}

function eventOf<Name extends keyof ServerEvents>(name: Name, data: ServerEvents[Name]): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}
