import type { ServiceActionPlan, WebSocketIntegrationPlan } from '../definitions/websocket-integration';
import { displayPath } from '../diagnostics/diagnostics';
import type { Target } from '../integrations/http/targets';
import { targetOf } from '../websocket-api/integrations/action';
import type { BackendCall } from '../websocket-api/integrations/backend';
import { type HttpTarget, locate, readUri } from '../websocket-api/integrations/http';
import type { RouteRun } from '../websocket-api/route-run';
import { ANYWHERE, type ExplainedTarget, IN_VPC } from './integration';

/**
 * Finds out what an integration of a WebSocket API calls for a message.
 *
 * @param call the request; undefined if none can be created, and for functions, which get an event
 */
export function explainMessageTarget(plan: WebSocketIntegrationPlan, run: RouteRun, call: BackendCall | undefined): ExplainedTarget {
  const { target } = plan;
  const { stage } = run.connection;
  switch (target.kind) {
    case 'mock':
      return { target: 'the gateway itself', action: 'is answered by the gateway itself' };
    case 'lambda': {
      const name = displayPath(target.function.location);
      return { target: name, action: `invokes the function ${name}` };
    }
    case 'lambda-by-stage': {
      const fn = target.functions.get(stage.name);
      if (fn === undefined || 'kind' in fn) {
        const failure = { statusCode: 500, reason: fn?.reason ?? `the stage ${stage.name} names no function` };
        return { target: `no function in stage ${stage.name}`, action: 'calls nothing', failure };
      }
      const name = displayPath(fn.location);
      return { target: `${name} in stage ${stage.name}`, action: `invokes the function ${name}` };
    }
    case 'url':
    case 'private':
      return explainUrl(plan, target, run, call);
    case 'action':
      return explainAction(plan, target, call);
  }
}

const NO_PARAMETERS: BackendCall['parameters'] = { headers: [], query: [], path: {} };

function explainUrl(
  plan: WebSocketIntegrationPlan,
  target: HttpTarget,
  { connection }: RouteRun,
  call: BackendCall | undefined,
): ExplainedTarget {
  const uri = readUri(plan, target, connection.stage);
  const [name = ''] = target.kind === 'private' ? target.names : [];
  const targets = { byOrigin: new Map<string, Target>(), byName: new Map(name === '' ? [] : [[name, IN_VPC]]) };
  const found = 'reason' in uri ? uri : locate(uri, plan, target, call?.parameters ?? NO_PARAMETERS, { ...ANYWHERE, targets });
  if ('reason' in found) {
    return { target: 'no URL', action: 'calls nothing', failure: { statusCode: 500, reason: found.reason } };
  }
  const { upstream, path } = found;
  const text = target.kind === 'private' ? `${target.method} ${path} of ${name}` : `${target.method} ${upstream.origin}${path}`;
  return { target: text, action: `sends ${text}` };
}

function explainAction({ name }: WebSocketIntegrationPlan, action: ServiceActionPlan, call: BackendCall | undefined): ExplainedTarget {
  const found = call && targetOf(action, call, name);
  const shown = `${action.serviceName} ${action.action ?? `${action.method} ${found !== undefined && 'path' in found ? found.path : action.path}`} in ${action.region}`;
  return found !== undefined && 'reason' in found
    ? { target: shown, action: 'calls nothing', failure: { statusCode: 500, reason: found.reason } }
    : { target: shown, action: `calls ${shown}` };
}
