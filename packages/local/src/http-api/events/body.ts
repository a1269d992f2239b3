import { firstHeader } from '../../gateway/header';
import type { Field } from '../../gateway/message';

/** The body as it appears in an event. */
export interface EventBody {
  /** Undefined for an empty body. */
  readonly body?: string;
  readonly isBase64Encoded: boolean;
}

/** Content types sent as text, besides `text/*`. Everything else is base64, including form data and `application/*+json`. */
const TEXT: ReadonlySet<string> = new Set(['application/json', 'application/xml', 'application/javascript']);

const NO_BODY: EventBody = { isBase64Encoded: false };

export function eventBody(headers: readonly Field[], body: Buffer): EventBody {
  if (body.length === 0) {
    return NO_BODY;
  }
  const isText = isTextType(firstHeader(headers, 'content-type'));
  return isText ? { body: body.toString(), isBase64Encoded: false } : { body: body.toString('base64'), isBase64Encoded: true };
}

function isTextType(contentType: string | undefined): boolean {
  if (contentType === undefined) {
    return false;
  }
  const end = contentType.indexOf(';');
  const type = (end < 0 ? contentType : contentType.slice(0, end)).trim().toLowerCase();
  return type.startsWith('text/') || TEXT.has(type);
}
