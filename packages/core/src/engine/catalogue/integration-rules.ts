import { httpApi, httpProxy, ofApi, route, webSocketApi, withIntegration } from './examples';
import type { RuleFacts } from './rule';
import type { RuleCode } from './severities';
import { SOURCES_OF_RULES as AWS } from './sources';

const LISTENER = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/books/50dc6c495c0c9188/f2f7dc8efc522ab2';
const FUNCTION = 'arn:aws:lambda:eu-west-1:123456789012:function:books';

const lambda = (properties: object) =>
  httpApi({ Integration: ofApi('Integration', { IntegrationType: 'AWS_PROXY', IntegrationUri: FUNCTION, ...properties }) });
const behindLink = (IntegrationUri: string) => withIntegration({ ConnectionType: 'VPC_LINK', ConnectionId: 'link1', IntegrationUri });
const withRoute = (uri: string) => httpApi({ Integration: httpProxy({ IntegrationUri: uri }), Route: route('GET /books/{id}') });

/** What an integration is, and where it leads. */
export const INTEGRATION_RULES = {
  IntegrationTypeUnknown: {
    summary: 'There is no such integration type.',
    source: AWS.cfnIntegration,
    evidence: 'documented',
    bad: withIntegration({ IntegrationType: 'HTTP_PROXYY' }),
    good: withIntegration({ IntegrationType: 'HTTP_PROXY' }),
  },
  IntegrationTypeNotInProtocol: {
    summary: 'AWS, HTTP and MOCK integrations exist in WebSocket APIs alone.',
    source: AWS.cfnIntegration,
    evidence: 'documented',
    bad: httpApi({ Integration: ofApi('Integration', { IntegrationType: 'MOCK' }) }),
    good: webSocketApi({ Integration: ofApi('Integration', { IntegrationType: 'MOCK' }) }),
  },
  PropertyNotInProtocol: {
    summary: 'A property is for the other kind of API.',
    source: AWS.cfnIntegration,
    evidence: 'documented',
    bad: withIntegration({ PassthroughBehavior: 'NEVER' }),
    good: webSocketApi({ Integration: ofApi('Integration', { IntegrationType: 'MOCK', PassthroughBehavior: 'NEVER' }) }),
  },
  PayloadVersionMissing: {
    summary: 'A Lambda integration of an HTTP API has no payload format version; only the console fills it in.',
    source: AWS.lambda,
    evidence: 'documented',
    bad: lambda({}),
    good: lambda({ PayloadFormatVersion: '2.0' }),
  },
  PayloadVersionInvalid: {
    summary: 'The payload format version is 1.0 or 2.0 for Lambda functions, and 1.0 for everything else.',
    source: AWS.cfnIntegration,
    evidence: 'documented',
    bad: withIntegration({ PayloadFormatVersion: '2.0' }),
    good: withIntegration({ PayloadFormatVersion: '1.0' }),
  },
  TimeoutOutOfRange: {
    summary: 'A timeout is 50 to 30,000 milliseconds in an HTTP API, 50 to 29,000 in a WebSocket API.',
    source: AWS.cfnIntegration,
    evidence: 'documented',
    bad: withIntegration({ TimeoutInMillis: 99_999 }),
    good: withIntegration({ TimeoutInMillis: 30_000 }),
  },
  UrlInvalid: {
    summary: 'The URL of an HTTP integration has no http:// or https:// and host.',
    source: AWS.cfnIntegration,
    evidence: 'documented',
    bad: withIntegration({ IntegrationUri: 'books.example.com' }),
    good: withIntegration({ IntegrationUri: 'https://books.example.com' }),
  },
  UrlMalformed: {
    summary: 'The URL of an HTTP integration has a blank in it, or a brace without its partner.',
    source: AWS.cfnIntegration,
    evidence: 'derived',
    bad: withIntegration({ IntegrationUri: 'https://books.example.com/my books' }),
    good: withIntegration({ IntegrationUri: 'https://books.example.com/my%20books' }),
  },
  UrlTooLong: {
    summary: 'The URL of an HTTP integration has more than 2,048 characters.',
    source: AWS.model,
    evidence: 'documented',
    bad: withIntegration({ IntegrationUri: `https://books.example.com/${'a'.repeat(2048)}` }),
    good: withIntegration({ IntegrationUri: `https://books.example.com/${'a'.repeat(2000)}` }),
  },
  UrlVariableUnknown: {
    summary: 'The URL names a path variable that a route of the integration lacks.',
    source: AWS.publicHttp,
    evidence: 'derived',
    bad: withRoute('https://books.example.com/{book}'),
    good: withRoute('https://books.example.com/{id}'),
  },
  PrivateUriInvalid: {
    summary: 'Behind a VPC link, the URI is the ARN of a listener or of a Cloud Map service, and no URL.',
    source: AWS.privateHttp,
    evidence: 'documented',
    bad: behindLink('http://internal-books.example.com'),
    good: behindLink(LISTENER),
  },
  IntegrationMethodMissing: {
    summary: 'An HTTP integration says no method with which the backend is called.',
    source: AWS.cfnIntegration,
    evidence: 'derived',
    bad: withIntegration({ IntegrationMethod: { Ref: 'AWS::NoValue' } }),
    good: withIntegration({ IntegrationMethod: 'ANY' }),
  },
  IntegrationUriMissing: {
    summary: 'An integration that passes requests on says nowhere where it leads.',
    source: AWS.cfnIntegration,
    evidence: 'derived',
    bad: withIntegration({ IntegrationUri: { Ref: 'AWS::NoValue' } }),
    good: withIntegration({ IntegrationUri: 'https://books.example.com' }),
  },
  ConnectionTypeUnknown: {
    summary: 'There is no such connection type.',
    source: AWS.cfnIntegration,
    evidence: 'documented',
    bad: withIntegration({ ConnectionType: 'VPCLINK' }),
    good: withIntegration({ ConnectionType: 'INTERNET' }),
  },
  ConnectionIdMissing: {
    summary: 'A private integration does not say which VPC link it takes.',
    source: AWS.privateHttp,
    evidence: 'derived',
    bad: withIntegration({ ConnectionType: 'VPC_LINK', IntegrationUri: LISTENER }),
    good: behindLink(LISTENER),
  },
  TlsConfigWithoutVpcLink: {
    summary: 'The TLS settings of private integrations are on one that leads to the internet.',
    source: AWS.privateHttp,
    evidence: 'documented',
    bad: withIntegration({ TlsConfig: { ServerNameToVerify: 'books.example.com' } }),
    good: withIntegration({ TlsConfig: { Ref: 'AWS::NoValue' } }),
  },
} as const satisfies Partial<Record<RuleCode, RuleFacts>>;
