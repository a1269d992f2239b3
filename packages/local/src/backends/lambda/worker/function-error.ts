import { inspect, types } from 'node:util';
import type { FunctionError } from '../invoke-result';
import type { Frames } from './frames';

/** What was thrown, as the service tells it; anything can be thrown. */
export function functionError(thrown: unknown, frames: Frames): FunctionError {
  try {
    if (isError(thrown)) {
      const { name, message, stack } = thrown;
      return {
        errorType: String(name),
        errorMessage: String(message),
        trace: typeof stack === 'string' ? frames.without(stack).split('\n') : [],
      };
    }
    return { errorType: typeof thrown, errorMessage: String(thrown), trace: [] };
  } catch {
    return { errorType: 'handled', errorMessage: 'what was thrown cannot be read: its name, message or stack throws by itself', trace: [] };
  }
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
