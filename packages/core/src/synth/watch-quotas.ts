import { Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { AssemblyWatch } from './assembly-watch';

const watched = new WeakMap<IConstruct, WeakSet<Stack>>();

/** Has the quotas of a route's API and stack told at synth. Takes no time for any further route of the two. */
export function watchQuotas(api: IConstruct, apiId: string, route: IConstruct): void {
  const stack = Stack.of(route);
  const stacks = watched.get(api) ?? new WeakSet<Stack>();
  if (!stacks.has(stack)) {
    watched.set(api, stacks.add(stack));
    AssemblyWatch.of(route).quotas.add(api, apiId, stack);
  }
}
