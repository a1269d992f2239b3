import { mapText } from './velocity';

/** Characters with a special meaning in a Velocity template: references, directives and escapes. */
const VELOCITY = /[$#]|\\\\/g;

/** Text as a JSON string in a template. Characters that are special in Velocity are written as `\u` escapes. */
export function jsonText(text: string): string {
  const ofText = (part: string) =>
    JSON.stringify(part)
      .slice(1, -1)
      .replace(VELOCITY, ([character]) => byNumber(character));
  return `"${mapText(text, ofText, (token) => escaped(`'${token}'`))}"`;
}

/**
 * A reference whose value is inserted into a JSON string, escaped. `escapeJavaScript` also escapes single quotes, which
 * is invalid in JSON, so that escape is reverted.
 */
export function escaped(reference: string): string {
  return `$util.escapeJavaScript(${reference}).replaceAll("\\\\'","'")`;
}

function byNumber(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
