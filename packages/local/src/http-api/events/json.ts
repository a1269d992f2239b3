import type { Entries } from '../../gateway/entries';

/*
 * Events are written as JSON text directly. Building an object with names chosen by clients, then serializing it, takes
 * nearly twice as long.
 */

/** Texts that need no escapes, as most do not. */
const PLAIN = /^[ !#-[\]-~]*$/;

/** A text as JSON. */
export function jsonText(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text);
}

/** An object of texts as JSON; undefined for an empty object. */
export function jsonTexts(entries: Readonly<Entries<string>> | undefined): string | undefined {
  let members = '';
  for (const name in entries) {
    members += `${members === '' ? '' : ','}${jsonText(name)}:${jsonText(entries[name] as string)}`;
  }
  return members === '' ? undefined : `{${members}}`;
}

/** A member with its leading comma; empty for an undefined value. */
export function jsonMember(name: string, json: string | undefined): string {
  return json === undefined ? '' : `,"${name}":${json}`;
}
