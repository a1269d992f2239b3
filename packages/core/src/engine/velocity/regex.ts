import type { Budget } from './budget';
import { regexFault } from './regex-characters';
import { type Continue, type Groups, type Matcher, PatternReader, type Run } from './regex-pattern';

/** Bounds recursion: the matcher calls itself for each part of an expression. */
const MAX_PATTERN_CHARACTERS = 1000;
/** A Java regular expression, matched with a bound on its work. */
export class JavaRegex {
  private readonly matcher: Matcher;
  private readonly groupCount: number;

  public constructor(
    pattern: string,
    private readonly budget: Budget,
  ) {
    if (pattern.length > MAX_PATTERN_CHARACTERS) {
      throw regexFault(`a regular expression has more than ${MAX_PATTERN_CHARACTERS} characters`);
    }
    const reader = new PatternReader(pattern);
    this.matcher = reader.all();
    this.groupCount = reader.groupCount;
  }

  /** Whether the whole text matches. */
  public matches(text: string): boolean {
    return this.at(text, 0, (end) => end === text.length) !== undefined;
  }

  /** All matches, from left to right. */
  public all(text: string, limit = Number.POSITIVE_INFINITY): Groups[] {
    const found: Groups[] = [];
    for (let from = 0; from <= text.length && found.length < limit; ) {
      const groups = this.at(text, from, () => true);
      if (groups === undefined) {
        from++;
      } else {
        found.push(groups);
        from = groups[1] === groups[0] ? groups[1] + 1 : groups[1];
      }
    }
    return found;
  }

  /** Replaces each match, or the first. In the replacement, `$1` is a group, and a backslash escapes. */
  public replace(text: string, replacement: string, limit?: number): string {
    let out = '';
    let last = 0;
    for (const groups of this.all(text, limit)) {
      out = this.budget.text(out + text.slice(last, groups[0]) + this.expand(text, groups, replacement));
      last = groups[1];
    }
    return out + text.slice(last);
  }

  private expand(text: string, groups: Groups, replacement: string): string {
    return replacement.replace(/\\(.?)|\$(\d?)/gs, (whole, escaped: string | undefined, group: string | undefined) => {
      if (escaped !== undefined && escaped !== '') {
        return escaped;
      }
      const at = Number(group) * 2;
      if (!group || at >= groups.length) {
        throw regexFault(
          `the replacement ${JSON.stringify(replacement)} refers to a group that the expression does not have: ${JSON.stringify(whole)}`,
        );
      }
      return groups[at] < 0 ? '' : text.slice(groups[at], groups[at + 1]);
    });
  }

  private at(text: string, start: number, accept: Continue): Groups | undefined {
    const run: Run = { text, groups: new Array((this.groupCount + 1) * 2).fill(-1), budget: this.budget };
    const whole: Continue = (end) => {
      run.groups[0] = start;
      run.groups[1] = end;
      return accept(end);
    };
    try {
      return this.matcher(start, run, whole) ? run.groups : undefined;
    } catch (error) {
      // The matcher calls itself for each repetition of a group.
      throw error instanceof RangeError ? regexFault('a group of the regular expression repeats too many times') : error;
    }
  }
}
