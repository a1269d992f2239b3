import type { Stack } from 'aws-cdk-lib';

/** A text of a stack, if it is known before the stack is deployed. */
export function known(stack: Stack, text: string | undefined): string | undefined {
  const value: unknown = stack.resolve(text);
  return typeof value === 'string' ? value : undefined;
}

/** A stack's name, if it is known: a nested stack gets one when it is deployed. */
export function stackNameOf(stack: Stack): string | undefined {
  return known(stack, stack.stackName);
}
