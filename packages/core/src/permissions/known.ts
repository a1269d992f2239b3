import { type Stack, Token } from 'aws-cdk-lib';

/** A text, if it is known before the stack is deployed. */
export function known(text: string): string | undefined {
  return Token.isUnresolved(text) ? undefined : text;
}

/** A stack's name, if it is known: a nested stack gets one when it is deployed. */
export function stackNameOf({ stackName }: Stack): string | undefined {
  return known(stackName);
}
