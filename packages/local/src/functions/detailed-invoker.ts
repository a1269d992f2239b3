import { displayPath } from '../diagnostics/diagnostics';
import type { Details, FunctionRole } from '../gateway/detail-entry';
import type { Invoker } from './invocation';

/** Calls functions, and adds their events and results to the details. */
export function detailedInvoker(functions: Invoker, role: FunctionRole, details: Details): Invoker {
  return {
    invoke(fn, event, options) {
      if (!details.areWanted) {
        return functions.invoke(fn, event, options);
      }
      const common = { requestId: options.requestId, role, function: displayPath(fn.location) };
      details.add({ kind: 'event', ...common, event });
      return functions.invoke(fn, event, options).then((result) => {
        if (result.kind === 'result') {
          details.add({ kind: 'result', ...common, payload: result.payload });
        }
        return result;
      });
    },
  };
}
