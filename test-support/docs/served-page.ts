import { withSection } from './section';

/** Whether the local gateway serves a feature. */
const SERVED = '✓';
const NOT_SERVED = '✗';
/** The protocol has no such feature. */
const NONE = '–';

/** What the local gateway serves of HTTP APIs and of WebSocket APIs. Details link to pages, relative to docs/. */
const FEATURES: readonly (readonly [feature: string, http: string, webSocket: string, details: string])[] = [
  ['Lambda functions', SERVED, SERVED, 'Node.js, Python and [every other runtime](local/runtimes.md), each in a process of its own'],
  ['HTTP URLs', SERVED, SERVED, 'another machine is [called only if you allow it](local/README.md#backends)'],
  ['Private integrations', SERVED, SERVED, 'a [server that you run](local/README.md#backends) takes the place of the load balancer'],
  ['AWS services', SERVED, SERVED, 'calls go to [emulators that you run](local/README.md#aws-services)'],
  ['Mock integrations', NONE, SERVED, '[integration types](local/websocket-integrations.md)'],
  ['Request parameter mapping', SERVED, SERVED, '[the mapping before and after](local/inspector.md) each request'],
  ['Response parameter mapping', SERVED, NOT_SERVED, 'it is [reported at startup](local/websocket-integrations.md#not-supported)'],
  ['Velocity templates and models', NONE, SERVED, '[also in a unit test](websocket-templates.md)'],
  ['JWT authorizers', SERVED, NONE, '[keys, and tokens for tests](local/authorizers.md)'],
  ['Lambda and IAM authorizers', SERVED, SERVED, '[run on your machine, or replaced](local/authorizers.md)'],
  ['CORS', SERVED, NONE, 'preflight requests and headers'],
  ['Stages and stage variables', SERVED, SERVED, 'each API has its [own port](local/README.md#what-is-served)'],
  ['`@connections`', NONE, SERVED, '[messages to clients](local/websocket.md#manage-connections) with the AWS SDK'],
  ['CloudFormation, SAM', SERVED, SERVED, '[templates in JSON and YAML](local/templates.md), without the CDK'],
  ['Custom domains, API mappings', NOT_SERVED, NOT_SERVED, '`--stage` serves a stage without its name in the path'],
  ['Throttling, usage plans', NOT_SERVED, NOT_SERVED, 'reserved concurrency of functions [is enforced](local/README.md#functions)'],
  ['Mutual TLS', NOT_SERVED, NOT_SERVED, '[not supported](local/authorizers.md#not-supported)'],
];

const TABLE = [
  '| | HTTP APIs | WebSocket APIs | details |',
  '| --- | :-: | :-: | --- |',
  ...FEATURES.map((cells) => `| ${cells.join(' | ')} |`),
];

/** docs/index.md. Its table of what is served is the one of README.md. */
export function frontPage(): string {
  return withSection('docs/index.md', 'served', ['', ...TABLE, '']);
}

/** README.md. Its links are relative to the root. */
export function servedSection(): string {
  return withSection('README.md', 'served', ['', ...TABLE.map((line) => line.replaceAll('](', '](docs/')), '']);
}
