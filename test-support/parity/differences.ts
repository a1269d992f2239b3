import type { Change } from './changes';

/** A deliberate difference from the CDK's classes. docs/differences.md is generated from this list. */
export interface Difference {
  readonly id: string;
  readonly classes: readonly string[];
  /** The aws-cdk-lib versions in which the difference was observed, as a semver range. */
  readonly cdkVersions: string;
  readonly option: string;
  readonly cdk: string;
  readonly ours: string;
  readonly reason: string;
  /** Whether the difference may occur only in a test case that names it, never in a random app. @default false */
  readonly onlyWhereExpected?: boolean;
  /** Whether this difference explains a change in the template. */
  explains(change: Change): boolean;
}

const isForWholeApi = (permission: unknown): boolean => /"\/\*"\]\]/.test(JSON.stringify(permission));

export const differences: readonly Difference[] = [
  {
    id: 'timeout-up-to-30-seconds',
    classes: ['HttpLambdaIntegration', 'HttpUrlIntegration', 'HttpAlbIntegration', 'HttpNlbIntegration'],
    cdkVersions: '>=2.252.0',
    option: 'a `timeout` above 29 seconds and up to 30 seconds',
    cdk: 'throws an error',
    ours: 'writes the timeout to the template',
    reason: 'HTTP APIs support timeouts of up to 30 seconds; 29 seconds is the limit for WebSocket APIs',
    explains: ({ at, cdk, ours }) =>
      at === 'error' && ours === undefined && /must be between 50 milliseconds and 29 seconds/.test(String(cdk)),
  },
  {
    id: 'timeout-out-of-range',
    classes: [
      'HttpLambdaIntegration',
      'HttpUrlIntegration',
      'HttpAlbIntegration',
      'HttpNlbIntegration',
      'WebSocketLambdaIntegration',
      'WebSocketAwsIntegration',
    ],
    cdkVersions: '>=2.252.0',
    option: 'a `timeout` below 50 milliseconds, or above 30 seconds (29 seconds for WebSocket APIs)',
    cdk: 'throws the error “Integration timeout must be between 50 milliseconds and 29 seconds.”',
    ours: 'throws the error `TimeoutOutOfRange` with a different text, which states the location and how to fix the problem',
    reason: 'every problem is reported in the same form, with a code',
    onlyWhereExpected: true,
    explains: ({ at, cdk, ours }) =>
      at === 'error' && /must be between 50 milliseconds and 29 seconds/.test(String(cdk)) && /\n\[TimeoutOutOfRange\] /.test(String(ours)),
  },
  {
    id: 'vpc-link-missing',
    classes: ['HttpAlbIntegration', 'HttpNlbIntegration', 'HttpServiceDiscoveryIntegration'],
    cdkVersions: '>=2.252.0',
    option: 'neither a `vpcLink` nor a backend whose VPC is known, such as an imported listener',
    cdk: 'throws the error “The vpcLink property must be specified when using an imported … Listener.” or “The vpcLink property is mandatory”',
    ours: 'throws the error `VpcLinkMissing` with a different text, which states the location and how to fix the problem',
    reason: 'every problem is reported in the same form, with a code',
    onlyWhereExpected: true,
    explains: ({ at, cdk, ours }) =>
      at === 'error' &&
      /^The vpcLink property (must be specified|is mandatory)/.test(String(cdk)) &&
      /\n\[VpcLinkMissing\] /.test(String(ours)),
  },
  {
    id: 'api-wide-permission-reaches-default-route',
    classes: ['HttpLambdaIntegration'],
    cdkVersions: '>=2.252.0',
    option: '`scopePermissionToRoute: false`',
    cdk: 'allows `<api>/*/*/*` (three segments), which does not match the ARN of the `$default` route (two segments)',
    ours: 'allows `<api>/*`, which matches every route of the API',
    reason: 'with the CDK’s class, the `$default` route cannot invoke the function, and the client gets 500',
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
    cdk: 'ignores the option; the integration has the default timeout of 30 seconds',
    ours: 'writes the timeout to the template, or throws the same error as the CDK’s other integrations',
    reason: 'an option that is accepted but ignored is noticed only in production',
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
    option: '`requestParameters` that read headers or the query string of the `$connect` request',
    cdk: 'does not change the route',
    ours: 'declares the parameters in the `RequestParameters` of the `$connect` route',
    reason: 'an integration can read only parameters that its route declares',
    explains: ({ at, resourceType, cdk }) =>
      cdk === undefined && resourceType === 'AWS::ApiGatewayV2::Route' && at.endsWith('/Properties/RequestParameters'),
  },
  {
    id: 'websocket-permission-on-every-route',
    classes: ['WebSocketLambdaIntegration'],
    cdkVersions: '>=2.252.0 <2.270.0',
    option: 'one instance on several routes',
    cdk: 'allows only the first route to invoke the function',
    ours: 'allows every route, as newer CDK versions do',
    reason: 'the other routes return an internal server error',
    explains: ({ at, resourceType, cdk, ours }) =>
      cdk === undefined && resourceType === 'AWS::Lambda::Permission' && at.split('/').length === 3 && !isForWholeApi(ours),
  },
  {
    id: 'permissions-folded',
    classes: ['HttpLambdaIntegration', 'WebSocketLambdaIntegration'],
    cdkVersions: '>=2.252.0',
    option: 'more routes on one function than fit into its policy of 20,480 bytes, without an option that sets the permission scope',
    cdk: 'creates one permission per route, so the deployment fails',
    ours: 'creates one permission for the API instead, with the warning `FunctionPermissionsFolded` ([permissions.md](permissions.md))',
    reason: 'an API that grows must not fail to deploy when it reaches about fifty routes',
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
    option: '`eventBusRef`, without a `parameterMapping` or with one that does not set the bus',
    cdk: 'omits `EventBusName`, so events go to the default bus, for which the role has no permission',
    ours: 'sets the bus, as newer CDK versions do',
    reason: 'without it, the integration cannot work',
    explains: ({ at, resourceType, cdk }) =>
      cdk === undefined &&
      ((resourceType === 'AWS::ApiGatewayV2::Integration' && at.endsWith('/Properties/RequestParameters/EventBusName')) ||
        // The export or parameter through which another stack refers to the bus.
        /\/(Outputs|Parameters)\/\w*Bus\w*$/.test(at)),
  },
  {
    id: 'one-mapping-for-two-buses',
    classes: ['HttpEventBridgeIntegration'],
    cdkVersions: '>=2.253.0',
    option: 'one `parameterMapping` object in several integrations',
    cdk: 'writes the name of the first bus into the caller’s object, so events for the second bus go to the first',
    ours: 'never modifies the object: each integration sends to its own bus',
    reason: 'events arrive at the wrong bus without any error',
    onlyWhereExpected: true,
    explains: ({ at, resourceType }) =>
      resourceType === 'AWS::ApiGatewayV2::Integration' && at.includes('/Properties/RequestParameters/EventBusName'),
  },
  {
    id: 'service-resource-kept',
    classes: ['HttpSqsIntegration', 'HttpStepFunctionsIntegration'],
    cdkVersions: '>=2.252.0',
    option: '`parameterMapping` without `QueueUrl` or `StateMachineArn`',
    cdk: 'omits the required parameter, so the deployment fails',
    ours: 'sets the queue or state machine of the integration, as the CDK’s class for EventBridge sets its bus',
    reason: 'the integration already knows its queue or state machine',
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
    option: 'a `queue` that is encrypted with a customer managed key',
    cdk: 'grants the role no permission to use the key, so SQS rejects every message',
    ours: 'grants the permissions that the action needs, unless `grantKeyUse` is `false`',
    reason: 'without it, the integration cannot work',
    onlyWhereExpected: true,
    explains: ({ at, resourceType, ours }) =>
      resourceType === 'AWS::IAM::Policy' && at.endsWith('/PolicyDocument/Statement') && JSON.stringify(ours).includes('"kms:Decrypt"'),
  },
  {
    id: 'service-in-another-region',
    classes: ['HttpSqsIntegration', 'HttpEventBridgeIntegration', 'HttpStepFunctionsIntegration'],
    cdkVersions: '>=2.252.0',
    option:
      'a queue, bus or state machine that is known to be in a different region from the stack; for stopping executions, also a state machine in another account',
    cdk: 'calls the service in the region of the stack, where the resource does not exist, and allows the role to stop executions of a state machine with that name in the stack’s own account and region',
    ours: 'sets the parameter `Region`, and allows the role to stop executions in the account and region of the state machine',
    reason: 'without it, the integration cannot work',
    onlyWhereExpected: true,
    explains: ({ at, resourceType, cdk, ours }) =>
      (resourceType === 'AWS::ApiGatewayV2::Integration' && cdk === undefined && at.endsWith('/Properties/RequestParameters/Region')) ||
      (resourceType === 'AWS::IAM::Policy' && JSON.stringify(ours).includes(':execution:')),
  },
  {
    id: 'executions-of-imported',
    classes: ['HttpStepFunctionsIntegration'],
    cdkVersions: '>=2.252.0',
    option: '`STEPFUNCTIONS_STOP_EXECUTION` for an imported state machine, which the type of the CDK’s option does not accept',
    cdk: 'allows the role to stop executions of a state machine named `undefined`',
    ours: 'allows the role to stop executions of the imported state machine',
    reason: 'without it, the integration cannot work',
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
    cdk: 'throws an error',
    ours: 'throws an error that states the location and how to fix the problem',
    reason: 'every problem is reported in the same form, with a code',
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
    option:
      'any setting that AWS rejects or that can never work, such as an invalid URL, a mapping that writes a reserved header, `StopExecution` for an EXPRESS state machine, or a FIFO queue without a message group',
    cdk: 'synthesizes it; the deployment fails, or every request fails',
    ours: 'throws an error that states the location and how to fix the problem ([errors.md](errors.md)), consistently in every class',
    reason: 'mistakes are found at synthesis; the context key `@apigwv2-integrations/core:loweredErrors` lowers such an error to a warning',
    onlyWhereExpected: true,
    explains: ({ at, cdk, ours }) => at === 'error' && cdk === undefined && /^\w+ "[^"]*" on route .*\n\[\w+\] /.test(String(ours)),
  },
];
