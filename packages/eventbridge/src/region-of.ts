import { Reference, Stack, Tokenization } from 'aws-cdk-lib';

/** The region of what an ARN names: of the stack whose resource it refers to, or as it is written; a token where that is unknown. */
export function regionOf(arn: string): string | undefined {
  const parts = Tokenization.reverseString(arn);
  const token = parts.length === 1 ? parts.firstToken : undefined;
  return Reference.isReference(token) ? Stack.of(token.target).region : arn.split(':')[3] || undefined;
}
