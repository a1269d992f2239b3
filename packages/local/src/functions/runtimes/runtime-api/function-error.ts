import type { FunctionError } from '../../invocation';

/**
 * Reads what a runtime or an Invoke endpoint reports as an error: `errorType`, `errorMessage` and the stack, of which all can
 * be missing.
 *
 * @param body JSON by convention
 * @param errorType of a header, which counts where the body has none
 */
export function readFunctionError(body: string, errorType: string | undefined): FunctionError {
  const error = parseJson(body);
  if (!isObject(error)) {
    return { errorType: validErrorType(errorType), errorMessage: typeof error === 'string' ? error : body, trace: [] };
  }
  return {
    errorType: textOf(error.errorType) ?? validErrorType(errorType),
    errorMessage: textOf(error.errorMessage) ?? '',
    trace: linesOf(error.stackTrace ?? error.trace),
  };
}

/** JSON of another program; undefined for what is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Lambda accepts types such as `Runtime.NoSuchHandler` and `Function.Failed` in a header. */
function validErrorType(type = ''): string {
  if (/(?:Runtime|Function)\.[A-Z][a-zA-Z]+/.test(type)) {
    return type;
  }
  return type.startsWith('Function.') ? 'Function.Unknown' : 'Runtime.Unknown';
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Runtimes report the stack as lines, some of Python's lines hold two, and Go reports frames with path, line and label. */
function linesOf(trace: unknown): readonly string[] {
  return (Array.isArray(trace) ? trace : []).flatMap((entry: unknown) => {
    if (isObject(entry)) {
      return [`    at ${entry.label} (${entry.path}:${entry.line})`];
    }
    return typeof entry === 'string' ? entry.replace(/\n$/, '').split('\n') : [];
  });
}
