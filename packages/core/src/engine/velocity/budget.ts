import type { VelocitySpan } from './tree';

/** What a template may print; the service passes on no larger message. */
export const MAX_OUTPUT_CHARACTERS = 1024 * 1024;
/** The service's quota of rounds for each `#foreach`. */
export const MAX_LOOP_ROUNDS = 1000;
const MAX_STEPS = 1_000_000;
const CHARACTERS_A_STEP = 64;
/** A list may hold itself, and a definition print itself. */
const MAX_DEPTH = 200;

/** Thrown inside the evaluator alone: the template cannot be evaluated to its end. */
export class VelocityRuntimeError extends Error {
  /** Where, once it is known. */
  public span?: VelocitySpan;

  public constructor(
    message: string,
    public readonly remedy: string,
  ) {
    super(message);
  }
}

/** Does something, and says of a failure where it comes from. */
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

/** Counts the work of one evaluation, so that none runs without end. */
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

  /** Does something that may call itself. */
  public nested<T>(run: () => T): T {
    if (this.depth >= MAX_DEPTH) {
      throw new VelocityRuntimeError(`values are nested more than ${MAX_DEPTH} levels deep`, 'do not add a list or map to itself');
    }
    this.depth++;
    const result = run();
    this.depth--;
    return result;
  }

  /** Counts the work on a text or a list, and refuses one that is too long. */
  public text<T extends { readonly length: number }>(value: T): T {
    this.size(value.length);
    return value;
  }

  /** The same for one that is to be made. */
  public size(length: number): void {
    this.limit(length);
    this.spend(1 + Math.floor(length / CHARACTERS_A_STEP));
  }

  /** Refuses what is too long. */
  public limit(length: number): void {
    if (length > MAX_OUTPUT_CHARACTERS) {
      throw new VelocityRuntimeError(
        `the template produces more than ${MAX_OUTPUT_CHARACTERS} characters or items`,
        'print less, or use a function instead',
      );
    }
  }
}
