import { UNKNOWN_TEXT, type VelocityNode, type VelocitySpan } from './tree';

/** Where and why the output of a template is not valid JSON for any values of its references. */
export interface ShapeFault {
  readonly why: string;
  readonly span: VelocitySpan;
}

/** The next expected element of JSON. */
type Expected = 'value' | 'value-or-end' | 'key' | 'key-or-end' | 'colon' | 'comma-or-end' | 'end';

/** The open brackets, from the outside in, and the next expected element. */
interface State {
  readonly open: string;
  readonly expected: Expected;
}

/** References to these print a whole value, or nothing; the output of other references is unknown. */
const WHOLE_VALUES: ReadonlySet<string> = new Set(['input', 'util', 'context', 'stageVariables']);
/** A template with more simultaneous possibilities is not checked. */
const MAX_STATES = 16;

/**
 * Returns why the output of nodes can never be valid JSON, or undefined if it may be valid. The check ends at the first
 * directive that determines the output.
 *
 * @param lenient whether to accept what the service accepts from a mock integration: unquoted names and trailing commas
 */
export function jsonShapeFault(nodes: readonly VelocityNode[], lenient: boolean): ShapeFault | undefined {
  const shape = new JsonShape(lenient);
  for (const node of nodes) {
    if (node.kind === 'reference' && WHOLE_VALUES.has(node.name) && node.backslashes === 0 && node.prefix === '') {
      shape.unknown();
    } else if (node.kind === 'text') {
      const fault = shape.text(node.output);
      if (fault !== undefined) {
        const start = node.span.start + (node.output === node.source ? fault.at : 0);
        return { why: fault.why, span: { start, end: start + 1 } };
      }
    } else if (node.kind !== 'set') {
      return undefined;
    }
  }
  const why = shape.unfinished();
  const end = nodes.at(-1)?.span.end ?? 0;
  return why === undefined ? undefined : { why, span: { start: end, end } };
}

const STRUCTURE = /[{}[\],:]/;
const WORD = /[^\s{}[\],:"\ue000]+/y;
const BARE_VALUE = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/;
const BARE_NAME = /^[A-Za-z_][\w-]*$/;
/** Part of a value that a reference may complete, such as `1` before `$x`. */
const NUMBER_PART = /^[-+\d.eE]+$/;

class JsonShape {
  private states: readonly State[] = [{ open: '', expected: 'value' }];
  private inString = false;
  private escaped = false;
  private unjudged = false;
  /** Whether a reference or part of a value directly precedes the position. */
  private glued = false;

  public constructor(private readonly lenient: boolean) {}

  /** Processes a value of unknown presence. */
  public unknown(): void {
    this.glued = true;
    if (!this.inString) {
      this.keep([...this.states, ...this.after((state) => valueEnds(state))]);
    }
  }

  /** Processes static text, and returns where it makes the JSON invalid, if it does. */
  public text(text: string): { readonly at: number; readonly why: string } | undefined {
    for (let at = 0; at < text.length; ) {
      const next = this.inString ? this.endOfString(text, at) : this.token(text, at);
      if (next === undefined) {
        return this.unjudged ? undefined : { at, why: `${JSON.stringify(text[at])} is not allowed here` };
      }
      at = next;
    }
    return undefined;
  }

  public unfinished(): string | undefined {
    if (this.unjudged) {
      return undefined;
    }
    if (this.inString) {
      return 'a string is not closed';
    }
    return this.states.some(({ open, expected }) => open === '' && expected === 'end')
      ? undefined
      : 'the JSON is incomplete at the end of the template';
  }

  private endOfString(text: string, from: number): number {
    for (let at = from; at < text.length; at++) {
      if (this.escaped) {
        this.escaped = false;
      } else if (text[at] === '"') {
        this.inString = false;
        return at + 1;
      } else {
        this.escaped = text[at] === '\\';
      }
    }
    return text.length;
  }

  /** Returns the end of the token at a position, or undefined if the token is not allowed there. */
  private token(text: string, at: number): number | undefined {
    const character = text[at];
    const { glued } = this;
    this.glued = false;
    if (/\s/.test(character)) {
      return at + 1;
    }
    if (character === UNKNOWN_TEXT) {
      // Outside of a string, it may be any part of JSON.
      this.unjudged = true;
      return undefined;
    }
    if (character === '"') {
      this.inString = true;
      return this.move(valueEnds) ? at + 1 : undefined;
    }
    if (STRUCTURE.test(character)) {
      return this.move((state) => this.structure(state, character)) ? at + 1 : undefined;
    }
    WORD.lastIndex = at;
    const [word] = WORD.exec(text) as RegExpExecArray;
    this.glued = true;
    const isCut = at + word.length === text.length;
    const moved = this.move((state) => this.word(state, word, glued, isCut));
    return moved ? at + word.length : undefined;
  }

  /**
   * @param glued whether a reference directly precedes the word
   * @param isCut whether a reference may directly follow the word
   */
  private word(state: State, word: string, glued: boolean, isCut: boolean): State | undefined {
    if (state.expected.startsWith('value') && (BARE_VALUE.test(word) || ((glued || isCut) && NUMBER_PART.test(word)))) {
      return valueEnds(state);
    }
    if (glued && NUMBER_PART.test(word) && (state.expected === 'comma-or-end' || state.expected === 'end')) {
      return state;
    }
    return this.lenient && state.expected.startsWith('key') && BARE_NAME.test(word) ? { ...state, expected: 'colon' } : undefined;
  }

  private structure(state: State, character: string): State | undefined {
    const { open, expected } = state;
    const startsValue = expected === 'value' || expected === 'value-or-end';
    switch (character) {
      case '{':
        return startsValue ? { open: `${open}{`, expected: 'key-or-end' } : undefined;
      case '[':
        return startsValue ? { open: `${open}[`, expected: 'value-or-end' } : undefined;
      case ':':
        return expected === 'colon' ? { open, expected: 'value' } : undefined;
      case ',':
        return expected === 'comma-or-end' ? { open, expected: this.behindComma(open) } : undefined;
      default:
        return this.closes(state, character === '}' ? '{' : '[') ? closed(open.slice(0, -1)) : undefined;
    }
  }

  private behindComma(open: string): Expected {
    const inObject = open.endsWith('{');
    if (this.lenient) {
      return inObject ? 'key-or-end' : 'value-or-end';
    }
    return inObject ? 'key' : 'value';
  }

  private closes({ open, expected }: State, opening: string): boolean {
    const atEnd = expected === 'comma-or-end' || expected === (opening === '{' ? 'key-or-end' : 'value-or-end');
    return open.endsWith(opening) && atEnd;
  }

  private after(step: (state: State) => State | undefined): State[] {
    return this.states.map(step).filter((state): state is State => state !== undefined);
  }

  private move(step: (state: State) => State | undefined): boolean {
    const states = this.after(step);
    this.keep(states);
    return states.length > 0;
  }

  private keep(states: readonly State[]): void {
    const known = new Map(states.map((state) => [`${state.expected} ${state.open}`, state]));
    this.states = [...known.values()];
    this.unjudged ||= this.states.length > MAX_STATES;
  }
}

function closed(open: string): State {
  return { open, expected: open === '' ? 'end' : 'comma-or-end' };
}

/** Processes the end of a value or a name. */
function valueEnds({ open, expected }: State): State | undefined {
  if (expected === 'key' || expected === 'key-or-end') {
    return { open, expected: 'colon' };
  }
  return expected === 'value' || expected === 'value-or-end' ? closed(open) : undefined;
}
