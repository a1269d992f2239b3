import type { Change } from './changes';

/** A deliberate difference from the CDK's classes. docs/differences.md is made from this list. */
export interface Difference {
  readonly id: string;
  readonly classes: readonly string[];
  /** The aws-cdk-lib versions in which it was seen, as a semver range. */
  readonly cdkVersions: string;
  readonly option: string;
  readonly cdk: string;
  readonly ours: string;
  readonly reason: string;
  /** Whether a change is this difference. */
  explains(change: Change): boolean;
}

export const differences: readonly Difference[] = [
  {
    id: 'timeout-up-to-30-seconds',
    classes: ['HttpLambdaIntegration', 'HttpUrlIntegration'],
    cdkVersions: '>=2.252.0',
    option: '`timeout` above 29 and up to 30 seconds',
    cdk: 'refuses it with an error',
    ours: 'brings it to the template',
    reason: 'an HTTP API takes up to 30 seconds; 29 is the limit of WebSocket APIs',
    explains: ({ at, cdk, ours }) =>
      at === 'error' && ours === undefined && /must be between 50 milliseconds and 29 seconds/.test(String(cdk)),
  },
  {
    id: 'api-wide-permission-reaches-default-route',
    classes: ['HttpLambdaIntegration'],
    cdkVersions: '>=2.252.0',
    option: '`scopePermissionToRoute: false`',
    cdk: "permits `<api>/*/*/*`, three segments, which the `$default` route's ARN of two does not match",
    ours: 'permits `<api>/*`, which every route of the API matches',
    reason: 'with the CDK, a function behind the `$default` route is not invoked and the client gets 500',
    explains: ({ at, resourceType, cdk, ours }) =>
      resourceType === 'AWS::Lambda::Permission' &&
      at.endsWith('/Properties/SourceArn/Fn::Join') &&
      JSON.stringify(cdk).replace('/*/*/*"', '/*"') === JSON.stringify(ours),
  },
];
