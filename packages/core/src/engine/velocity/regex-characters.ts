import { VelocityRuntimeError } from './budget';

/** Whether a character code is a member of the class. */
export type CharacterTest = (code: number) => boolean;

export const LINE_ENDS = '\n\r\u0085\u2028\u2029';
export const isWord: CharacterTest = (code) =>
  (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || code === 95 || (code >= 97 && code <= 122);
const isDigit: CharacterTest = (code) => code >= 48 && code <= 57;
const isSpace: CharacterTest = (code) => code === 32 || (code >= 9 && code <= 13);
const not =
  (test: CharacterTest): CharacterTest =>
  (code) =>
    !test(code);
const CLASSES: Readonly<Record<string, CharacterTest>> = {
  d: isDigit,
  D: not(isDigit),
  w: isWord,
  W: not(isWord),
  s: isSpace,
  S: not(isSpace),
};
const CONTROLS: Readonly<Record<string, number>> = { t: 9, n: 10, r: 13, f: 12, a: 7, e: 27 };
const PROPERTIES: Readonly<Record<string, RegExp>> = {
  Alpha: /[A-Za-z]/,
  Digit: /\d/,
  Alnum: /[A-Za-z\d]/,
  Upper: /[A-Z]/,
  Lower: /[a-z]/,
  Punct: /[!-/:-@[-`{-~]/,
  Space: /[ \t\n\v\f\r]/,
  L: /\p{L}/u,
  N: /\p{N}/u,
};

/** Thrown for an unsupported regular expression. */
export function regexFault(message: string): VelocityRuntimeError {
  return new VelocityRuntimeError(message, 'use a Java regular expression without look-behind, flags and named groups');
}

/** Parses the characters of a regular expression. */
export class CharacterReader {
  protected at = 0;

  public constructor(protected readonly pattern: string) {}

  protected fault(why: string): VelocityRuntimeError {
    return regexFault(`the regular expression ${JSON.stringify(this.pattern)} cannot be evaluated: ${why}`);
  }

  protected accept(text: string): boolean {
    const stands = this.pattern.startsWith(text, this.at);
    this.at += stands ? text.length : 0;
    return stands;
  }

  protected escape(): CharacterTest {
    const character = this.pattern[this.at++];
    if (character === undefined) {
      throw this.fault('it ends with a backslash');
    }
    if (Object.hasOwn(CLASSES, character)) {
      return CLASSES[character];
    }
    const property = /\{?(\w+)\}?/y;
    property.lastIndex = this.at;
    const [whole = '', name] = (character === 'p' || character === 'P' ? property.exec(this.pattern) : null) ?? [];
    if (name !== undefined && Object.hasOwn(PROPERTIES, name)) {
      this.at += whole.length;
      const test: CharacterTest = (code) => PROPERTIES[name].test(String.fromCharCode(code));
      return character === 'p' ? test : not(test);
    }
    const code = this.escapedCode(character);
    return (other) => other === code;
  }

  private escapedCode(character: string): number {
    const [hex] = /^(?:u[\dA-Fa-f]{4}|x[\dA-Fa-f]{2})/.exec(this.pattern.slice(this.at - 1, this.at + 4)) ?? [];
    if (hex !== undefined) {
      this.at += hex.length - 1;
      return Number.parseInt(hex.slice(1), 16);
    }
    if (Object.hasOwn(CONTROLS, character)) {
      return CONTROLS[character];
    }
    if (/[A-Za-z\d]/.test(character)) {
      throw this.fault(`the escape \\${character} is not supported`);
    }
    return character.charCodeAt(0);
  }

  protected characterClass(): CharacterTest {
    const negated = this.accept('^');
    const tests: CharacterTest[] = [];
    for (let first = true; first || !this.accept(']'); first = false) {
      if (this.at >= this.pattern.length) {
        throw this.fault('a bracket is not closed');
      }
      tests.push(this.accept('[') ? this.characterClass() : this.classItem());
    }
    const test: CharacterTest = (code) => tests.some((one) => one(code));
    return negated ? not(test) : test;
  }

  private classItem(): CharacterTest {
    if (this.accept('&&')) {
      throw this.fault('intersections of character classes are not supported');
    }
    const from = this.at;
    const low = this.classCharacter();
    const range = /-(?=[^\]])/y;
    range.lastIndex = this.at;
    if (low === undefined || range.exec(this.pattern) === null) {
      this.at = low === undefined ? from : this.at;
      return low === undefined ? this.shorthand() : (code) => code === low;
    }
    this.at++;
    const high = this.classCharacter();
    if (high === undefined || high < low) {
      throw this.fault('a range in a character class is invalid');
    }
    return (code) => code >= low && code <= high;
  }

  private shorthand(): CharacterTest {
    this.at++;
    return this.escape();
  }

  /** Parses a single character of a class. Returns undefined for an escape that stands for several. */
  private classCharacter(): number | undefined {
    const character = this.pattern[this.at++];
    if (character !== '\\') {
      return character.charCodeAt(0);
    }
    const escaped = this.pattern[this.at] ?? '';
    if (Object.hasOwn(CLASSES, escaped) || escaped === 'p' || escaped === 'P' || escaped === '') {
      return undefined;
    }
    this.at++;
    return this.escapedCode(escaped);
  }
}
