import type { ExchangeSummary } from '../protocol';

/** Which exchanges the list shows. An empty string matches all. */
export interface Filter {
  readonly text: string;
  readonly api: string;
  readonly method: string;
  readonly route: string;
  /** A class such as `4xx`, or `failed` for 4xx, 5xx and error frames. */
  readonly status: string;
}

export const NO_FILTER: Filter = { text: '', api: '', method: '', route: '', status: '' };

/** The classes of status codes that a filter offers. */
export const STATUS_CLASSES = ['1xx', '2xx', '3xx', '4xx', '5xx', 'failed'] as const;

/** Returns a function that decides whether an exchange passes a filter. */
export function compileFilter({ text, api, method, route, status }: Filter): (exchange: ExchangeSummary) => boolean {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return (exchange) =>
    (api === '' || exchange.api === api) &&
    (method === '' || exchange.method === method) &&
    (route === '' || exchange.route === route) &&
    (status === '' || (status === 'failed' ? hasFailed(exchange) : statusClass(exchange.status) === status)) &&
    matchesWords(exchange, words);
}

/** `4xx` for 404. */
export function statusClass(status: number | undefined): string {
  return status === undefined ? '' : `${Math.floor(status / 100)}xx`;
}

/** Whether the answer is a 4xx, a 5xx or an error frame. */
export function hasFailed({ status, error }: ExchangeSummary): boolean {
  return (status !== undefined && status >= 400) || error !== undefined;
}

function matchesWords(exchange: ExchangeSummary, words: readonly string[]): boolean {
  if (words.length === 0) {
    return true;
  }
  const { method, path, status, route, integration, function: functionName, connectionId, requestId, error } = exchange;
  const searched = [method, path, status, route, functionName ?? integration, connectionId, requestId, error].join(' ').toLowerCase();
  return words.every((word) => searched.includes(word));
}
