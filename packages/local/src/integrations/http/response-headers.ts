import type { Field } from '../../gateway/message';
import { fieldKind, namedBy } from './field-kind';

/** The headers of a backend's response as the client gets them; `length` is kept when it is true of what the client gets. */
export function responseHeaders(raw: readonly Buffer[], keepLength: boolean): readonly Field[] {
  const fields: Field[] = [];
  let connection: string | undefined;
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = text(raw[at]);
    const kind = fieldKind(name);
    if (kind === 'connection') {
      connection = connection === undefined ? text(raw[at + 1]) : `${connection},${text(raw[at + 1])}`;
    } else if (kind !== 'hop' && (kind !== 'length' || keepLength)) {
      fields.push([name, text(raw[at + 1])]);
    }
  }
  const named = namedBy(connection);
  return named === undefined ? fields : fields.filter(([name]) => !named.has(name.toLowerCase()));
}

/** Bytes stay as they are: each is one character, and becomes the same byte again. */
function text(bytes: Buffer | undefined): string {
  return bytes === undefined ? '' : bytes.toString('latin1');
}
