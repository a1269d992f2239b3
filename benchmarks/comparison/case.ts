import { AssertionError } from 'node:assert';
import { inspect } from 'node:util';
import type { Connection, Received, Sent } from './client';
import type { Fixtures } from './fixtures';

/** What a tool's own format cannot express, so that cases about it are not played. */
export type Feature = 'HTTP proxy' | 'parameter mapping' | 'WebSocket HTTP proxy' | 'WebSocket mock';

/** A gateway that serves the app. */
export interface Gateway {
  readonly name: 'apigwv2-local' | 'serverless-offline' | 'MiniStack';
  readonly version: string;
  readonly lacks: readonly Feature[];
  http(sent: Sent): Promise<Received>;
  connect(
    api: 'open' | 'guarded',
    options?: { readonly query?: string; readonly headers?: Record<string, string> },
  ): Promise<Connection | { readonly refused: number }>;
  /** Calls the management API of the open WebSocket API. */
  manage(method: 'POST' | 'GET' | 'DELETE', connectionId: string, body?: string): Promise<Received>;
  stop(): Promise<void>;
}

/** Where a behavior of the service is documented, or was recorded. */
export interface Source {
  readonly name: string;
  readonly url: string;
}

/** A behavior of the service, played through a gateway. */
export interface Case {
  readonly group: string;
  readonly title: string;
  readonly source: Source;
  readonly needs?: Feature;
  /** Throws if the gateway behaves otherwise. */
  play(gateway: Gateway, fixtures: Fixtures): Promise<void>;
}

export type Outcome = { readonly kind: 'right' } | { readonly kind: 'not offered' } | { readonly kind: 'wrong'; readonly seen: string };

const MAX_SEEN_CHARACTERS = 90;

export async function play(each: Case, gateway: Gateway, fixtures: Fixtures): Promise<Outcome> {
  if (each.needs !== undefined && gateway.lacks.includes(each.needs)) {
    return { kind: 'not offered' };
  }
  fixtures.forget();
  try {
    await each.play(gateway, fixtures);
    return { kind: 'right' };
  } catch (error) {
    return { kind: 'wrong', seen: seenOf(error) };
  }
}

/** What was seen in place of what was expected, in a line. */
function seenOf(error: unknown): string {
  const text =
    error instanceof AssertionError && error.generatedMessage
      ? `${inspect(error.actual, { breakLength: Number.POSITIVE_INFINITY, depth: 4 })}, expected ${inspect(error.expected, { breakLength: Number.POSITIVE_INFINITY })}`
      : error instanceof Error
        ? error.message
        : String(error);
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > MAX_SEEN_CHARACTERS ? `${line.slice(0, MAX_SEEN_CHARACTERS - 1)}…` : line;
}

const guide = (name: string, page: string): Source => ({
  name,
  url: `https://docs.aws.amazon.com/apigateway/latest/developerguide/${page}.html`,
});
const issue = (repository: string, number: number): Source => ({
  name: `${repository}#${number}`,
  url: `https://github.com/${repository}/issues/${number}`,
});

export const SOURCES = {
  routes: guide('guide: routes', 'http-api-develop-routes'),
  lambda: guide('guide: Lambda integrations', 'http-api-develop-integrations-lambda'),
  cors: guide('guide: CORS', 'http-api-cors'),
  jwt: guide('guide: JWT authorizers', 'http-api-jwt-authorizer'),
  lambdaAuthorizer: guide('guide: Lambda authorizers', 'http-api-lambda-authorizer'),
  mapping: guide('guide: parameter mapping', 'http-api-parameter-mapping'),
  proxy: guide('guide: HTTP integrations', 'http-api-develop-integrations-http'),
  troubleshooting: guide('guide: troubleshooting Lambda integrations', 'http-api-troubleshooting-lambda'),
  webSocketRoutes: guide('guide: WebSocket routes', 'websocket-api-develop-routes'),
  webSocketConnect: guide('guide: $connect and $disconnect', 'apigateway-websocket-api-route-keys-connect-disconnect'),
  subprotocol: guide('guide: $connect with a status code', 'websocket-connect-route-subprotocol'),
  webSocketResponses: guide('guide: route responses', 'apigateway-websocket-api-route-response'),
  webSocketIntegrations: guide('guide: sending messages', 'apigateway-websocket-api-routes-integrations'),
  webSocketBinary: guide('guide: binary payloads', 'websocket-api-develop-binary-media-types'),
  webSocketAuthorizer: guide('guide: WebSocket authorizers', 'apigateway-websocket-api-lambda-auth'),
  webSocketMock: guide('guide: integration requests', 'apigateway-websocket-api-integration-requests'),
  /** Tests of LocalStack whose expectations were recorded from the service; they are shipped in its source distribution. */
  recorded: { name: 'recorded by LocalStack’s tests', url: 'https://pypi.org/project/localstack-ext/3.7.3.dev55/' },
  dotnet: {
    name: 'AWS’s emulator for .NET',
    url: 'https://github.com/aws/aws-lambda-dotnet/tree/master/Tools/LambdaTestTool-v2',
  },
  issue,
} as const;
