import { mapText } from './velocity';

/** What has a meaning in the template's language: references, directives, and what takes their meaning away. */
const VELOCITY = /[$#]|\\\\/g;

/** A text as JSON in a template. What has a meaning in the template's language is written by its number. */
export function jsonText(text: string): string {
  const ofText = (part: string) =>
    JSON.stringify(part)
      .slice(1, -1)
      .replace(VELOCITY, ([character]) => byNumber(character));
  return `"${mapText(text, ofText, (token) => escaped(`'${token}'`))}"`;
}

/**
 * A reference's text between the quotes of JSON, which it must not end. The escape for JavaScript also escapes single
 * quotes, which JSON does not take.
 */
export function escaped(reference: string): string {
  return `$util.escapeJavaScript(${reference}).replaceAll("\\\\'","'")`;
}

function byNumber(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
