import type { ExchangeSummary } from '../protocol';

/** The number of exchanges that the page keeps, as the server does. */
export const MAX_EXCHANGES = 500;

/**
 * Adds exchanges to a list, newest first. One that is in the list already keeps its place and gets its new values.
 *
 * @param incoming in the order in which they happened
 */
export function mergeExchanges(current: readonly ExchangeSummary[], incoming: readonly ExchangeSummary[]): readonly ExchangeSummary[] {
  const byId = new Map(incoming.map((exchange) => [exchange.id, exchange]));
  const kept = current.map((exchange) => {
    const update = byId.get(exchange.id);
    byId.delete(exchange.id);
    return update ?? exchange;
  });
  return [...[...byId.values()].reverse(), ...kept].slice(0, MAX_EXCHANGES);
}
