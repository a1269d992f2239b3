import { gatewayError } from '../gateway/errors';
import type { Field, GatewayResponse } from '../gateway/message';

/**
 * The answer to a request that the parser takes and that nobody could pass on without guessing what was meant.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9112#section-3.2
 * @see https://www.rfc-editor.org/rfc/rfc9112#section-6.1
 */
export function answerToUnfit(headers: readonly Field[]): GatewayResponse | undefined {
  let hosts = 0;
  for (const [name, value] of headers) {
    if (name.length === 4 && name.toLowerCase() === 'host') {
      hosts++;
    } else if (name.length === 17 && name.toLowerCase() === 'transfer-encoding' && value.trim().toLowerCase() !== 'chunked') {
      return gatewayError(501);
    }
  }
  return hosts > 1 ? gatewayError(400) : undefined;
}
