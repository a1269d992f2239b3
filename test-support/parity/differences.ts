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
  /** Whether it counts only in a case that names it: a random app has none of it. @default false */
  readonly onlyWhereExpected?: boolean;
  /** Whether a change is this difference. */
  explains(change: Change): boolean;
}

const isForWholeApi = (permission: unknown): boolean => /"\/\*"\]\]/.test(JSON.stringify(permission));

export const differences: readonly Difference[] = [
  {
    id: 'timeout-up-to-30-seconds',
    classes: ['HttpLambdaIntegration', 'HttpUrlIntegration', 'HttpAlbIntegration', 'HttpNlbIntegration'],
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
  {
    id: 'cloud-map-timeout',
    classes: ['HttpServiceDiscoveryIntegration'],
    cdkVersions: '>=2.252.0',
    option: '`timeout`',
    cdk: 'loses it: the integration has the service’s own timeout of 30 seconds',
    ours: 'brings it to the template, or refuses it as the CDK’s other integrations do',
    reason: 'an option that is accepted and lost is found out in production',
    explains: ({ at, resourceType, cdk, ours }) =>
      cdk === undefined &&
      (at === 'error'
        ? /^Duration must be specified as/.test(String(ours))
        : resourceType === 'AWS::ApiGatewayV2::Integration' && at.endsWith('/Properties/TimeoutInMillis')),
  },
  {
    id: 'connect-route-declares-parameters',
    classes: ['WebSocketAwsIntegration'],
    cdkVersions: '>=2.252.0',
    option: '`requestParameters` that read headers or query string of the `$connect` request',
    cdk: 'leaves the route as it is',
    ours: 'declares them in the `RequestParameters` of the `$connect` route',
    reason: 'an integration reads only what its route declares',
    explains: ({ at, resourceType, cdk }) =>
      cdk === undefined && resourceType === 'AWS::ApiGatewayV2::Route' && at.endsWith('/Properties/RequestParameters'),
  },
  {
    id: 'websocket-permission-on-every-route',
    classes: ['WebSocketLambdaIntegration'],
    cdkVersions: '>=2.252.0 <2.270.0',
    option: 'one instance on several routes',
    cdk: 'permits the first route alone to invoke the function',
    ours: 'permits each route, as newer versions of the CDK do',
    reason: 'the other routes answer with an internal server error',
    explains: ({ at, resourceType, cdk, ours }) =>
      cdk === undefined && resourceType === 'AWS::Lambda::Permission' && at.split('/').length === 3 && !isForWholeApi(ours),
  },
  {
    id: 'permissions-folded',
    classes: ['HttpLambdaIntegration', 'WebSocketLambdaIntegration'],
    cdkVersions: '>=2.252.0',
    option: 'more routes on one function than its policy of 20,480 bytes has room for, and no option that says what then',
    cdk: 'gives a permission a route, so that the deployment fails',
    ours: 'gives one permission for the API in their place, with the warning `FunctionPermissionsFolded` ([permissions.md](permissions.md))',
    reason: 'an API grows route by route, and must not fail to deploy at some fifty of them',
    onlyWhereExpected: true,
    explains: ({ resourceType, at, cdk, ours }) =>
      resourceType === 'AWS::Lambda::Permission' &&
      at.split('/').length === 3 &&
      (ours === undefined || (cdk === undefined && isForWholeApi(ours))),
  },
  {
    id: 'refused-at-synth',
    classes: ['HttpUrlIntegration'],
    cdkVersions: '>=2.252.0',
    option: 'whatever the service refuses, such as a URL that is none, or a mapping that writes a reserved header',
    cdk: 'synthesizes it, so that the deployment fails',
    ours: 'refuses it with an error that says where it is and what to change ([errors.md](errors.md)), in every class alike',
    reason: 'a mistake is found where it is made; the context key `@apigwv2-integrations/core:loweredErrors` lowers such an error',
    onlyWhereExpected: true,
    explains: ({ at, cdk, ours }) => at === 'error' && cdk === undefined && /^\w+ "[^"]*" on route .*\n\[\w+\] /.test(String(ours)),
  },
];
