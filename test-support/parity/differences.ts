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
    id: 'event-bus-missing',
    classes: ['HttpEventBridgeIntegration'],
    cdkVersions: '>=2.252.0 <2.253.0',
    option: '`eventBusRef`, with a `parameterMapping` that does not name the bus or without one',
    cdk: 'leaves `EventBusName` out, so that events go to the default bus, for which the role has no right',
    ours: 'names the bus, as newer versions of the CDK do',
    reason: 'the integration could not work',
    explains: ({ at, resourceType, cdk }) =>
      cdk === undefined &&
      ((resourceType === 'AWS::ApiGatewayV2::Integration' && at.endsWith('/Properties/RequestParameters/EventBusName')) ||
        // By what another stack knows the bus.
        /\/(Outputs|Parameters)\/\w*Bus\w*$/.test(at)),
  },
  {
    id: 'one-mapping-for-two-buses',
    classes: ['HttpEventBridgeIntegration'],
    cdkVersions: '>=2.253.0',
    option: 'one `parameterMapping` object in several integrations',
    cdk: 'writes the name of the first bus into the caller’s object, so that the events for the second bus go to the first',
    ours: 'never writes to it: each integration has its own bus',
    reason: 'events arrive where they were not meant to, and nothing tells',
    onlyWhereExpected: true,
    explains: ({ at, resourceType }) =>
      resourceType === 'AWS::ApiGatewayV2::Integration' && at.includes('/Properties/RequestParameters/EventBusName'),
  },
  {
    id: 'service-resource-kept',
    classes: ['HttpSqsIntegration', 'HttpStepFunctionsIntegration'],
    cdkVersions: '>=2.252.0',
    option: '`parameterMapping` without `QueueUrl` or `StateMachineArn`',
    cdk: 'leaves the parameter out, though it is required, so that the deployment fails',
    ours: 'keeps the queue or state machine of the integration, as the CDK’s class for EventBridge keeps its bus',
    reason: 'the integration knows its queue already',
    onlyWhereExpected: true,
    explains: ({ at, resourceType, cdk }) =>
      cdk === undefined &&
      resourceType === 'AWS::ApiGatewayV2::Integration' &&
      /\/Properties\/RequestParameters\/(QueueUrl|StateMachineArn)$/.test(at),
  },
  {
    id: 'key-of-an-encrypted-queue',
    classes: ['HttpSqsIntegration'],
    cdkVersions: '>=2.252.0',
    option: 'a `queue` that is encrypted with a key of the account’s own',
    cdk: 'gives the role no right to use the key, so that the service refuses every message',
    ours: 'gives the rights that the action needs; `grantKeyUse: false` does not',
    reason: 'the integration could not work',
    onlyWhereExpected: true,
    explains: ({ at, resourceType, ours }) =>
      resourceType === 'AWS::IAM::Policy' && at.endsWith('/PolicyDocument/Statement') && JSON.stringify(ours).includes('"kms:Decrypt"'),
  },
  {
    id: 'service-in-another-region',
    classes: ['HttpSqsIntegration', 'HttpEventBridgeIntegration', 'HttpStepFunctionsIntegration'],
    cdkVersions: '>=2.252.0',
    option:
      'a queue, bus or state machine that is known to be in another region than the stack; or one in another account, to stop executions',
    cdk: 'calls the service in the region of the stack, which does not have it, and lets the role stop executions of a state machine of that name there',
    ours: 'adds the parameter `Region`, and lets the role stop executions where the state machine is',
    reason: 'the integration could not work',
    onlyWhereExpected: true,
    explains: ({ at, resourceType, cdk, ours }) =>
      (resourceType === 'AWS::ApiGatewayV2::Integration' && cdk === undefined && at.endsWith('/Properties/RequestParameters/Region')) ||
      (resourceType === 'AWS::IAM::Policy' && JSON.stringify(ours).includes(':execution:')),
  },
  {
    id: 'executions-of-imported',
    classes: ['HttpStepFunctionsIntegration'],
    cdkVersions: '>=2.252.0',
    option: '`STEPFUNCTIONS_STOP_EXECUTION` for an imported state machine, which the type of the CDK’s option does not take',
    cdk: 'lets the role stop executions of a state machine named `undefined`',
    ours: 'lets the role stop executions of this one',
    reason: 'the integration could not work',
    onlyWhereExpected: true,
    explains: ({ at, resourceType, cdk }) =>
      resourceType === 'AWS::IAM::Policy' &&
      at.endsWith('/PolicyDocument/Statement') &&
      JSON.stringify(cdk).includes(':execution:undefined:*'),
  },
  {
    id: 'refused-by-both',
    classes: ['HttpSqsIntegration', 'HttpEventBridgeIntegration', 'HttpStepFunctionsIntegration'],
    cdkVersions: '>=2.252.0',
    option: 'a `subtype` of another service, or `STEPFUNCTIONS_START_SYNC_EXECUTION` for a STANDARD state machine',
    cdk: 'refuses it with an error',
    ours: 'refuses it with an error that says where it is and what to change',
    reason: 'every problem is told in the same way, with a code',
    onlyWhereExpected: true,
    explains: ({ at, cdk, ours }) =>
      at === 'error' &&
      /^(Subtype must start with|Cannot use subtype) /.test(String(cdk)) &&
      /\n\[(SubtypeOfOtherService|SyncExecutionOfStandard)\] /.test(String(ours)),
  },
  {
    id: 'refused-at-synth',
    classes: ['HttpUrlIntegration', 'HttpSqsIntegration', 'HttpEventBridgeIntegration', 'HttpStepFunctionsIntegration'],
    cdkVersions: '>=2.252.0',
    option: 'whatever the service refuses, such as a URL that is none, or a mapping that writes a reserved header',
    cdk: 'synthesizes it, so that the deployment fails',
    ours: 'refuses it with an error that says where it is and what to change ([errors.md](errors.md)), in every class alike',
    reason: 'a mistake is found where it is made; the context key `@apigwv2-integrations/core:loweredErrors` lowers such an error',
    onlyWhereExpected: true,
    explains: ({ at, cdk, ours }) => at === 'error' && cdk === undefined && /^\w+ "[^"]*" on route .*\n\[\w+\] /.test(String(ours)),
  },
];
