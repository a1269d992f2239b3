/**
 * Invocations that go to a worker together, as one text: each has a line with slot, length, request id and trace id, then
 * its event. A message port carries one text in half the time that it takes for a list of them.
 */
export type Batch = string;

/** An invocation as a worker gets it. */
export interface Offered {
  /** In the ledger. */
  readonly slot: number;
  readonly requestId: string;
  /** For X-Ray. */
  readonly traceId?: string;
  /** As JSON. */
  readonly event: string;
}

/** What a batch has of one invocation. Ids hold neither spaces nor line breaks; an event may. */
export function batched({ slot, requestId, traceId = '', event }: Offered): Batch {
  return `${slot} ${event.length} ${requestId} ${traceId}\n${event}`;
}

/** The invocations of a batch, in their order. */
export function readBatch(batch: Batch): Offered[] {
  const all: Offered[] = [];
  for (let at = 0; at < batch.length; ) {
    const start = batch.indexOf('\n', at) + 1;
    const [slot = '', length = '', requestId = '', traceId = ''] = batch.slice(at, start - 1).split(' ');
    at = start + Number(length);
    all.push({ slot: Number(slot), requestId, traceId: traceId === '' ? undefined : traceId, event: batch.slice(start, at) });
  }
  return all;
}
