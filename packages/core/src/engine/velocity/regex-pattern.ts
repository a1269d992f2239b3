import type { Budget } from './budget';
import { CharacterReader, type CharacterTest, isWord, LINE_ENDS } from './regex-characters';

/** The positions of a match and its groups: pairs of start and end, -1 for a group that did not match. */
export type Groups = number[];
export type Continue = (at: number) => boolean;
/** Matches at a position, and then calls the continuation. */
export type Matcher = (at: number, run: Run, next: Continue) => boolean;

export interface Run {
  readonly text: string;
  readonly groups: Groups;
  readonly budget: Budget;
}

/** Parses a regular expression. */
export class PatternReader extends CharacterReader {
  public groupCount = 0;

  public all(): Matcher {
    const matcher = this.alternatives();
    if (this.at < this.pattern.length) {
      throw this.fault('a closing parenthesis is unmatched');
    }
    return matcher;
  }

  private alternatives(): Matcher {
    const choices = [this.sequence()];
    while (this.accept('|')) {
      choices.push(this.sequence());
    }
    return choices.length === 1 ? choices[0] : (at, run, next) => choices.some((choice) => choice(at, run, next));
  }

  private sequence(): Matcher {
    const items: Matcher[] = [];
    while (this.at < this.pattern.length && !'|)'.includes(this.pattern[this.at])) {
      items.push(this.item());
    }
    return items.reduceRight<Matcher>(
      (rest, item) => (at, run, next) => item(at, run, (end) => rest(end, run, next)),
      (at, _run, next) => next(at),
    );
  }

  private item(): Matcher {
    if (this.accept('^')) {
      return (at, _run, next) => at === 0 && next(at);
    }
    if (this.accept('$')) {
      return (at, { text }, next) => (at === text.length || (at === text.length - 1 && LINE_ENDS.includes(text[at]))) && next(at);
    }
    if (this.accept('(')) {
      return this.quantified(this.group());
    }
    const boundary = this.accept('\\b') ? true : this.accept('\\B') ? false : undefined;
    if (boundary !== undefined) {
      return (at, { text }, next) => (wordAt(text, at - 1) !== wordAt(text, at)) === boundary && next(at);
    }
    const reference = /\\([1-9])/y;
    reference.lastIndex = this.at;
    const [whole = '', group] = reference.exec(this.pattern) ?? [];
    if (group !== undefined) {
      this.at += whole.length;
      return this.quantified(backReference(Number(group)));
    }
    return this.quantifiedCharacter(this.character());
  }

  private group(): Matcher {
    if (this.accept('?:')) {
      return this.closed(this.alternatives());
    }
    const ahead = this.accept('?=') ? true : this.accept('?!') ? false : undefined;
    if (ahead !== undefined) {
      const inner = this.closed(this.alternatives());
      return (at, run, next) => inner(at, run, () => true) === ahead && next(at);
    }
    if (this.accept('?')) {
      throw this.fault('this kind of group is not supported');
    }
    const slot = ++this.groupCount * 2;
    const inner = this.closed(this.alternatives());
    return (at, run, next) => {
      const [start, end] = [run.groups[slot], run.groups[slot + 1]];
      const matched = inner(at, run, (to) => {
        run.groups[slot] = at;
        run.groups[slot + 1] = to;
        return next(to);
      });
      if (!matched) {
        run.groups[slot] = start;
        run.groups[slot + 1] = end;
      }
      return matched;
    };
  }

  private closed(inner: Matcher): Matcher {
    if (!this.accept(')')) {
      throw this.fault('a group is not closed');
    }
    return inner;
  }

  private character(): CharacterTest {
    const { pattern } = this;
    const character = pattern[this.at++];
    switch (character) {
      case '.':
        return (code) => !LINE_ENDS.includes(String.fromCharCode(code));
      case '[':
        return this.characterClass();
      case '\\':
        return this.escape();
      case '*':
      case '+':
      case '?':
        throw this.fault(`nothing precedes ${character}`);
      default:
        return (code) => code === character.charCodeAt(0);
    }
  }

  private quantifier(): { min: number; max: number; lazy: boolean; possessive: boolean } | undefined {
    const form = /(?:([*+?])|\{(\d{1,4})(,)?(\d{1,4})?\})([?+])?/y;
    form.lastIndex = this.at;
    const match = form.exec(this.pattern);
    if (match === null) {
      return undefined;
    }
    this.at = form.lastIndex;
    const [, sign, low, comma, high, mode] = match;
    const min = sign === undefined ? Number(low) : sign === '+' ? 1 : 0;
    const open = sign === undefined ? comma !== undefined && high === undefined : sign !== '?';
    const max = open ? Number.POSITIVE_INFINITY : Number(high ?? low ?? 1);
    return { min, max, lazy: mode === '?', possessive: mode === '+' };
  }

  /** Repetitions of one character are counted in a loop, without recursion. */
  private quantifiedCharacter(test: CharacterTest): Matcher {
    const { min, max, lazy, possessive } = this.quantifier() ?? { min: 1, max: 1, lazy: false, possessive: false };
    return (at, { text, budget }, next) => {
      let most = 0;
      while (most < max && at + most < text.length && test(text.charCodeAt(at + most))) {
        most++;
      }
      budget.spend(1 + most);
      for (let count = lazy ? min : most; count >= min && count <= most; count += lazy ? 1 : -1) {
        budget.spend();
        if (next(at + count)) {
          return true;
        }
        if (possessive) {
          return false;
        }
      }
      return false;
    };
  }

  private quantified(inner: Matcher): Matcher {
    const quantifier = this.quantifier();
    if (quantifier === undefined) {
      return inner;
    }
    const { min, max, lazy, possessive } = quantifier;
    const repeat =
      (count: number): Matcher =>
      (at, run, next) => {
        run.budget.spend();
        const more = () => count < max && inner(at, run, (end) => (end > at || count < min) && repeat(count + 1)(end, run, next));
        if (count < min) {
          return more();
        }
        return lazy ? next(at) || more() : more() || next(at);
      };
    return possessive ? atomic(repeat(0)) : repeat(0);
  }
}

function atomic(matcher: Matcher): Matcher {
  return (at, run, next) => {
    let end = -1;
    return (
      matcher(at, run, (to) => {
        end = to;
        return true;
      }) && next(end)
    );
  };
}

function backReference(group: number): Matcher {
  return (at, { text, groups, budget }, next) => {
    const [start, end] = [groups[group * 2] ?? -1, groups[group * 2 + 1] ?? -1];
    budget.spend(1 + end - start);
    return start >= 0 && text.startsWith(text.slice(start, end), at) && next(at + end - start);
  };
}

function wordAt(text: string, at: number): boolean {
  return at >= 0 && at < text.length && isWord(text.charCodeAt(at));
}
