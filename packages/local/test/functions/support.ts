import { spawnSync } from 'node:child_process';
import { onTestFinished } from 'vitest';
import type { FunctionPlan } from '../../src/definitions/function';
import { FunctionService, type FunctionServiceOptions } from '../../src/functions/function-service';
import type { InvokeOptions, InvokeResult } from '../../src/functions/invocation';
import type { FunctionActivity, FunctionEntry } from '../../src/gateway/log-entry';
import { files } from '../support';

/** A function; each has a key of its own. */
export function fn(properties: Partial<FunctionPlan> = {}): FunctionPlan {
  return {
    key: `function-${++made}`,
    name: 'books',
    location: { logicalId: 'Books', path: 'Stack/Books', stack: 'Stack', file: 'Stack.template.json' },
    arn: 'arn:aws:lambda:eu-west-1:123456789012:function:books',
    version: '$LATEST',
    handler: 'index.handler',
    runtime: 'nodejs22.x',
    code: { kind: 'inline', text: 'exports.handler = async (event) => event;' },
    environment: {},
    region: 'eu-west-1',
    timeoutMillis: 10_000,
    memoryMegabytes: 128,
    ...properties,
  };
}
let made = 0;

/** A function whose inline code this is. */
export const inline = (text: string, properties: Partial<FunctionPlan> = {}) => fn({ code: { kind: 'inline', text }, ...properties });

/** A function whose handler has this body. */
export const body = (text: string, properties: Partial<FunctionPlan> = {}) =>
  inline(`exports.handler = async (event, context) => { ${text} };`, properties);

/** A function whose code are these files. */
export const folderFn = (contents: Readonly<Record<string, unknown>>, properties: Partial<FunctionPlan> = {}) =>
  fn({ code: { kind: 'folder', path: files(contents) }, ...properties });

/** A service that is closed after the test, with what functions wrote. */
export function hosted(options: FunctionServiceOptions = {}) {
  const events: FunctionActivity[] = [];
  const host = new FunctionService({ maxEnvironments: 2, emit: (event) => events.push(event), ...options });
  onTestFinished(() => host.close());
  let calls = 0;
  const invoke = (called: FunctionPlan, event: unknown = {}, more: Partial<InvokeOptions> = {}): Promise<InvokeResult> =>
    host.invoke(called, JSON.stringify(event), { requestId: `r-${++calls}`, timeoutMillis: 20_000, ...more });
  /** The result as a value; anything but a result is thrown. */
  const call = async (called: FunctionPlan, event: unknown = {}): Promise<unknown> => {
    const result = await invoke(called, event);
    if (result.kind !== 'result') {
      throw new Error(JSON.stringify(result));
    }
    return JSON.parse(result.payload);
  };
  const output = () => events.filter((event): event is FunctionEntry => event.kind === 'function');
  const texts = () => output().map(({ text }) => text);
  return { host, invoke, call, events, output, texts };
}

/** Waits until something holds. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Whether a process lives. One that has ended and that nobody asked about is a zombie. */
export const lives = (pid: number) => /^[^Z]/.test(spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim());
