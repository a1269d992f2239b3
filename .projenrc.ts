import { Monorepo } from './projenrc/monorepo';

/** The AWS SDK clients with which the local gateway calls AWS services. */
const awsClients = ['sqs', 'eventbridge', 'sfn', 'kinesis', 'appconfig'].map((service) => `@aws-sdk/client-${service}`);

const family = new Monorepo();

const core = family.constructs('core', {
  description: 'Bindings, parameter mapping and checks that every API Gateway v2 integration package shares',
  subpaths: ['engine', 'assembly'],
});

family.backend('lambda', core, 'HTTP API routes to AWS Lambda functions');
family.backend('url', core, 'HTTP API routes to public HTTP endpoints');
family.backend('load-balancer', core, 'HTTP API routes to Application and Network Load Balancers in a VPC');
family.backend('service-discovery', core, 'HTTP API routes to AWS Cloud Map services in a VPC');
family.backend('websocket', core, 'WebSocket API routes to Lambda functions, HTTP endpoints, AWS services and mocks');
family.backend('sqs', core, 'HTTP API routes to Amazon SQS queues: send, receive, delete and purge messages');
family.backend('eventbridge', core, 'HTTP API routes to Amazon EventBridge event buses');
family.backend('step-functions', core, 'HTTP API routes that start and stop AWS Step Functions executions');
family.backend('kinesis', core, 'HTTP API routes to Amazon Kinesis data streams');
family.backend('app-config', core, 'HTTP API routes to AWS AppConfig configurations');

family.constructs('checks', {
  description: 'Checks the API Gateway v2 resources of any CDK app at synthesis',
  siblings: [core],
  usesSubpaths: true,
  usesNode: true,
});

const inspectorPage = family.page(
  'inspector-page',
  'The page of the inspector of the local gateway',
  [core],
  ['@preact/signals@^2.11.4', 'eventsource-parser@^3.1.1', 'preact@^11.2.0'],
);

family.tool('local', {
  description: 'Shows, checks and serves the API Gateway v2 routes of a synthesized CDK app on your machine',
  siblings: [core],
  dependencies: [
    '@smithy/signature-v4@^5.7.5',
    'ajv@^8.18.0',
    'ajv-draft-04@^1.0.0',
    'chokidar@^4.0.3',
    'commander@^14.0.0',
    'jose@^5.10.0',
    'undici@^6.21.0',
    'ws@^8.18.0',
    'yaml@^2.8.0',
    'yauzl@^3.4.0',
  ],
  optionalPeers: awsClients.map((name) => `${name}@^3.700.0`),
  page: { package: inspectorPage, to: 'inspector/page' },
  pythonPrograms: ['functions/runtimes/python/bootstrap'],
  testDependencies: [
    // Contains the JSON schema of SARIF.
    '@microsoft/jest-sarif@^1.0.0-beta.0',
    '@types/ws@^8.18.0',
    '@types/yauzl@^3.4.0',
    ...[...awsClients, '@aws-sdk/client-apigatewaymanagementapi', '@aws-sdk/client-dynamodb'].map((name) => `${name}@^3.1124.0`),
    'fflate@^0.8.2',
    'kinesalite@^3.3.3',
    'local-aws-sqs@^2.0.2',
  ],
});

family.site('site', 'The documentation site', [
  '@codemirror/autocomplete@^6.18.0',
  '@codemirror/commands@^6.8.0',
  '@codemirror/lang-json@^6.0.1',
  '@codemirror/lang-yaml@^6.1.2',
  '@codemirror/language@^6.11.0',
  '@codemirror/legacy-modes@^6.5.0',
  '@codemirror/lint@^6.8.0',
  '@codemirror/state@^6.5.0',
  '@codemirror/view@^6.36.0',
  '@jsii/spec@1.140.0',
  '@lezer/highlight@^1.2.0',
  '@noble/hashes@^1.8.0',
  'github-slugger@^2.0.0',
  'jsonc-parser@^3.3.0',
  'vitepress@^1.6.4',
  'vue@^3.5.13',
]);

family.synth();
