import type { FunctionPlan } from '../definitions/function';
import type { FunctionError, InvokeResult, RecordedInvocation } from './invocation';

/** How many invocations of a function are kept, of which the last ones. */
export const MAX_RECORDED_INVOCATIONS = 1000;
/** How much of their events and results is kept, in characters of JSON; the last invocation is always kept. */
export const MAX_RECORDED_LENGTH = 32 * 1024 * 1024;

/** What came of a function. */
export type FunctionOutcome =
  | {
      readonly kind: 'result';
      /** What the function returned, or the text of it if it is no JSON. */
      // biome-ignore lint/suspicious/noExplicitAny: plain JSON, of which a test knows the members that it reads
      readonly value: any;
    }
  | { readonly kind: 'error'; readonly error: FunctionError }
  /** It exceeded its own timeout. */
  | { readonly kind: 'timeout'; readonly millis: number }
  /** Its environment ended. */
  | { readonly kind: 'crash'; readonly reason: string };

/** What a function was called with, and what it gave. */
export interface FunctionInvocation {
  /** Id of the request, or of the WebSocket message, that the function was called for. */
  readonly requestId: string;
  /** A copy of the event. */
  // biome-ignore lint/suspicious/noExplicitAny: plain JSON, of which a test knows the members that it reads
  readonly event: any;
  /** Absent while the function runs. */
  readonly outcome?: FunctionOutcome;
}

/** The recorded calls of one function. */
interface Records {
  readonly calls: RecordedInvocation[];
  /** Of all events and results, in characters. */
  length: number;
}

/** Keeps the last invocations of functions, so that tests can assert on them. */
export class InvocationHistory {
  private readonly functions = new Map<string, Records>();

  /** Records that a function was called. */
  public started(fn: FunctionPlan, requestId: string, event: string): RecordedInvocation {
    const key = keyOf(fn);
    const records = this.functions.get(key) ?? { calls: [], length: 0 };
    this.functions.set(key, records);
    const recorded: RecordedInvocation = { requestId, event };
    records.calls.push(recorded);
    grow(records, event.length);
    return recorded;
  }

  /** Records what came of a call. */
  public finished(fn: FunctionPlan, recorded: RecordedInvocation, result: InvokeResult): void {
    const records = this.functions.get(keyOf(fn));
    if (records?.calls.includes(recorded)) {
      recorded.result = result;
      grow(records, resultLength(recorded));
    }
  }

  /** Forgets a call that did not reach the handler. */
  public unstarted(fn: FunctionPlan, recorded: RecordedInvocation): void {
    const records = this.functions.get(keyOf(fn));
    const index = records?.calls.indexOf(recorded) ?? -1;
    if (records !== undefined && index >= 0) {
      records.calls.splice(index, 1);
      records.length -= recorded.event.length;
    }
  }

  /** Forgets the calls of all other functions. */
  public keepOnly(functions: readonly FunctionPlan[]): void {
    const keys = new Set(functions.map(keyOf));
    for (const key of this.functions.keys()) {
      if (!keys.has(key)) {
        this.functions.delete(key);
      }
    }
  }

  /** The recorded calls of a function, in the order in which they started. */
  public of(fn: FunctionPlan): readonly FunctionInvocation[] {
    return (this.functions.get(keyOf(fn))?.calls ?? []).map(({ requestId, event, result }) => {
      const outcome = result && outcomeOf(result);
      return { requestId, event: JSON.parse(event), ...(outcome === undefined ? {} : { outcome }) };
    });
  }
}

/** Versions and aliases are the same function, wherever its assembly is. */
function keyOf({ location: { stack, logicalId } }: FunctionPlan): string {
  return JSON.stringify([stack, logicalId]);
}

function grow(records: Records, length: number): void {
  const { calls } = records;
  records.length += length;
  while (calls.length > MAX_RECORDED_INVOCATIONS || (records.length > MAX_RECORDED_LENGTH && calls.length > 1)) {
    const oldest = calls.shift() as RecordedInvocation;
    records.length -= oldest.event.length + resultLength(oldest);
  }
}

function resultLength({ result }: RecordedInvocation): number {
  return result?.kind === 'result' ? result.payload.length : 0;
}

function outcomeOf(result: InvokeResult): FunctionOutcome | undefined {
  switch (result.kind) {
    case 'result':
      return { kind: 'result', value: valueIn(result.payload) };
    case 'error':
    case 'timeout':
    case 'crash':
      return result;
    default:
      // The others are not outcomes of a function that was called.
      return undefined;
  }
}

/** Python writes NaN, and an Invoke endpoint can return plain text. */
function valueIn(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    return payload;
  }
}
