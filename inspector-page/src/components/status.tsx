import type { ExchangeSummary } from '../protocol';
import { hasFailed, statusClass } from '../state/filter';

/** What the client of a message was sent. */
const ANSWERS = { none: '–', response: 'frame', error: 'error', pending: '…' };

/** The status code of an answer, or what a client of a WebSocket API was sent. */
export function Status({ exchange }: { readonly exchange: ExchangeSummary }) {
  const { status, answered, error } = exchange;
  const text = status ?? (error === undefined ? ANSWERS[answered ?? 'pending'] : 'error');
  return <span class={`status s${hasFailed(exchange) && status === undefined ? '5xx' : statusClass(status)}`}>{text}</span>;
}
