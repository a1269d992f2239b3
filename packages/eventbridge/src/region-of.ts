import { Reference, Stack, Tokenization } from 'aws-cdk-lib';

/** The region in an ARN, or that of the stack if the ARN refers to a resource of the app; a token if it is unknown. */
export function regionOf(arn: string): string | undefined {
  const parts = Tokenization.reverseString(arn);
  const token = parts.length === 1 ? parts.firstToken : undefined;
  return Reference.isReference(token) ? Stack.of(token.target).region : arn.split(':')[3] || undefined;
}
