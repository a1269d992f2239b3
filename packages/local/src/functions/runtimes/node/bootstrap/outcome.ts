import { inspect, types } from 'node:util';
import { type FunctionError, MAX_RESULT_BYTES } from '../../../invocation';

/** A result as Lambda sends it: what JSON has no word for is null. */
export function serialize(result: unknown): string {
  const payload = stringify(result) ?? 'null';
  // A character is three bytes at most: most results need no counting.
  if (payload.length * 3 > MAX_RESULT_BYTES && Buffer.byteLength(payload) > MAX_RESULT_BYTES) {
    throw named(
      'Function.ResponseSizeTooLarge',
      `Response payload size exceeded maximum allowed payload size (${MAX_RESULT_BYTES} bytes).`,
    );
  }
  return payload;
}

/** Taken before a handler can replace it. */
const toJson = JSON.stringify;

function stringify(result: unknown): string | undefined {
  try {
    return toJson(result);
  } catch (error) {
    throw named('Error', `Unable to stringify response body: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function named(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}

/** An error message and a stack beyond this are cut, in characters: the gateway takes no longer messages. */
export const MAX_ERROR_LENGTH = 256 * 1024;

/** What was thrown, as the service reports it; anything can be thrown. */
export function functionError(thrown: unknown, frames: Frames): FunctionError {
  try {
    if (isError(thrown)) {
      const { name, message, stack } = thrown;
      return {
        errorType: String(name),
        errorMessage: cut(String(message)),
        trace: typeof stack === 'string' ? frames.without(cut(stack)).split('\n') : [],
      };
    }
    return { errorType: typeof thrown, errorMessage: cut(String(thrown)), trace: [] };
  } catch {
    return { errorType: 'handled', errorMessage: 'what was thrown cannot be read: its name, message or stack throws by itself', trace: [] };
  }
}

function cut(text: string): string {
  return text.length > MAX_ERROR_LENGTH ? text.slice(0, MAX_ERROR_LENGTH) : text;
}

/** What was thrown, for the log. */
export function described(thrown: unknown, frames: Frames): string {
  try {
    return frames.without(inspect(thrown));
  } catch {
    return functionError(thrown, frames).errorMessage;
  }
}

function isError(thrown: unknown): thrown is Error {
  if (types.isNativeError(thrown)) {
    return true;
  }
  const { name, message, stack } = (thrown ?? {}) as Partial<Error>;
  return [name, message, stack].every((each) => typeof each === 'string' && each !== '');
}

/** Takes the frames of the bootstrap out of stacks: what is left is the handler's. */
export class Frames {
  private readonly own: RegExp;

  /** @param folder of the bootstrap */
  public constructor(folder: string) {
    const escaped = folder.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
    // What an error has beside its stack begins with a brace behind the last frame.
    this.own = new RegExp(
      `\\n\\s+at [^\\n]*(?:${escaped}|node:internal/(?:stream_base_commons|process/task_queues))[^\\n]*?( \\{)?(?=\\n|$)`,
      'g',
    );
  }

  public without(stack: string): string {
    return stack.replace(this.own, '$1');
  }
}
