import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { FunctionOutput } from '../../src/backends/lambda/function-output';
import type { InvokeOptions } from '../../src/backends/lambda/invocation';
import type { InvokeResult } from '../../src/backends/lambda/invoke-result';
import { LambdaHost, type LambdaHostOptions } from '../../src/backends/lambda/lambda-host';
import type { FunctionPlan } from '../../src/definitions/function-plan';
import { files } from '../support';

/** A function; each has a key of its own. */
export function fn(properties: Partial<FunctionPlan> = {}): FunctionPlan {
  return {
    key: `function-${++made}`,
    name: 'books',
    place: { logicalId: 'Books', path: 'Stack/Books', stack: 'Stack', file: 'Stack.template.json' },
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

/** A host that is closed after the test, with what functions wrote. */
export function hosted(options: LambdaHostOptions = {}) {
  const output: FunctionOutput[] = [];
  const host = new LambdaHost({ maxEnvironments: 2, log: (entry) => output.push(entry), ...options });
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
  const texts = () => output.map(({ text }) => text);
  return { host, invoke, call, output, texts };
}

/** Waits until something holds. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

export const at = (root: string, ...names: string[]) => join(root, ...names);
