import type { Field, GatewayResponse } from './message';

/** The messages of the service, some of which differ from the reason phrases of HTTP. */
const MESSAGES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  413: 'Request Entity Too Large',
  421: 'Misdirected Request',
  414: 'Request URI Too Long',
  429: 'Too Many Requests',
  431: 'Request Header Fields Too Large',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

/**
 * An error response of the gateway itself.
 *
 * @param message replaces the service's message
 * @param headers in addition to the content type, such as `www-authenticate`
 */
export function gatewayError(
  statusCode: number,
  message: string = MESSAGES[statusCode] ?? 'Error',
  headers: readonly Field[] = [],
): GatewayResponse {
  return { statusCode, headers: [['content-type', 'application/json'], ...headers], body: JSON.stringify({ message }) };
}
