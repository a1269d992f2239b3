import type { VelocitySpan } from './tree';

/** The maximum output of a template, which is also the maximum message size of the service. */
export const MAX_OUTPUT_CHARACTERS = 1024 * 1024;
/** The service's quota of iterations for each `#foreach`. */
export const MAX_LOOP_ROUNDS = 1000;
const MAX_STEPS = 1_000_000;
const CHARACTERS_A_STEP = 64;
/** Bounds recursion: a list may contain itself, and a definition may print itself. */
const MAX_DEPTH = 200;

/** Thrown only within the evaluator if the template cannot be evaluated completely. */
export class VelocityRuntimeError extends Error {
  /** The position of the failure; undefined until it is known. */
  public span?: VelocitySpan;

  public constructor(
    message: string,
    public readonly remedy: string,
  ) {
    super(message);
  }
}

/** Runs an action, and adds the position to a failure. */
export function located<T>(span: VelocitySpan, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof VelocityRuntimeError) {
      error.span ??= span;
    }
    throw error;
  }
}

/** Counts the work of one evaluation, so that every evaluation ends. */
export class Budget {
  private steps = 0;
  private depth = 0;

  public spend(steps = 1): void {
    this.steps += steps;
    if (this.steps > MAX_STEPS) {
      throw new VelocityRuntimeError(
        `the template takes more than ${MAX_STEPS} evaluation steps`,
        'loop over fewer items, or use a function instead',
      );
    }
  }

  /** Runs an action that may be recursive. */
  public nested<T>(run: () => T): T {
    if (this.depth >= MAX_DEPTH) {
      throw new VelocityRuntimeError(
        `values are nested more than ${MAX_DEPTH} levels deep`,
        'send data that is nested less deeply, and do not add a list or map to itself',
      );
    }
    this.depth++;
    const result = run();
    this.depth--;
    return result;
  }

  /** Counts the work on a string or a list, and fails if it is too long. */
  public text<T extends { readonly length: number }>(value: T): T {
    this.size(value.length);
    return value;
  }

  /** Does the same for a string or a list that is about to be created. */
  public size(length: number): void {
    this.limit(length);
    this.spend(1 + Math.floor(length / CHARACTERS_A_STEP));
  }

  /** Fails if a length exceeds the maximum. */
  public limit(length: number): void {
    if (length > MAX_OUTPUT_CHARACTERS) {
      throw new VelocityRuntimeError(
        `the template produces more than ${MAX_OUTPUT_CHARACTERS} characters or items`,
        'print less, or use a function instead',
      );
    }
  }
}
