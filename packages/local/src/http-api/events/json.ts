import type { Entries } from '../../gateway/entries';

/*
 * An event is written as JSON at once: to make an object of it first, whose names come from outside, and to have that
 * written takes nearly twice the time.
 */

/** What needs no escapes, as most texts do. */
const PLAIN = /^[ !#-[\]-~]*$/;

/** A text as JSON. */
export function jsonText(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text);
}

/** An object of texts as JSON; undefined where there is none. */
export function jsonTexts(entries: Readonly<Entries<string>> | undefined): string | undefined {
  let members = '';
  for (const name in entries) {
    members += `${members === '' ? '' : ','}${jsonText(name)}:${jsonText(entries[name] as string)}`;
  }
  return members === '' ? undefined : `{${members}}`;
}

/** A member behind others; nothing where it has no value. */
export function jsonMember(name: string, json: string | undefined): string {
  return json === undefined ? '' : `,"${name}":${json}`;
}
