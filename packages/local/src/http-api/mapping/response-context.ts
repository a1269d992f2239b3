import type { RoutedRequest } from '../../gateway/routed-request';
import { contextVariable } from './context';

/** The value of a `$context` variable once the integration has answered. */
export function responseContextVariable(routed: RoutedRequest, status: number, name: string): string | undefined {
  switch (name) {
    case 'status':
    case 'integration.status':
      return String(status);
    case 'integrationStatus':
    case 'integration.integrationStatus':
      // Of a function, it is the status of the invocation, not the one in what the function returned.
      return isFunction(routed) ? '200' : String(status);
    case 'integrationLatency':
    case 'integration.latency':
    case 'responseLatency':
      return String(Math.max(0, Date.now() - routed.startedAt.getTime()));
    default:
      return contextVariable(routed, name);
  }
}

function isFunction({ route: { integration } }: RoutedRequest): boolean {
  return integration.kind === 'served' && integration.target.kind.startsWith('lambda');
}
