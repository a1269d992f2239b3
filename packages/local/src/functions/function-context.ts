import { randomUUID } from 'node:crypto';
import type { FunctionPlan } from '../definitions/function';
import type { FunctionContext } from './runtimes/pipe-protocol';

/** What the context object of a handler contains. Each environment has a log stream of its own. */
export function functionContext({ name, version, arn, memoryMegabytes, timeoutMillis }: FunctionPlan): FunctionContext {
  const day = new Date().toISOString().slice(0, 10).replaceAll('-', '/');
  return {
    name,
    version,
    arn,
    memoryMegabytes,
    timeoutMillis,
    logGroup: `/aws/lambda/${name}`,
    logStream: `${day}/[${version}]${randomUUID().replaceAll('-', '')}`,
  };
}
