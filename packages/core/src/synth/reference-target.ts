import { Reference, Tokenization } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** What a text, or a token, refers to that is nothing but a reference. */
export function targetOf(value: unknown): IConstruct | undefined {
  const { firstToken, length } = typeof value === 'string' ? Tokenization.reverseString(value) : { firstToken: value, length: 1 };
  return length === 1 && Reference.isReference(firstToken) ? firstToken.target : undefined;
}
