import type { RuleExamples } from './resources';
import { httpApi, httpProxy, ofApi, route, webSocketApi, withIntegration } from './resources';

const LISTENER = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/books/50dc6c495c0c9188/f2f7dc8efc522ab2';
const FUNCTION = 'arn:aws:lambda:eu-west-1:123456789012:function:books';

const lambda = (properties: object) =>
  httpApi({ Integration: ofApi('Integration', { IntegrationType: 'AWS_PROXY', IntegrationUri: FUNCTION, ...properties }) });
const behindLink = (IntegrationUri: string) => withIntegration({ ConnectionType: 'VPC_LINK', ConnectionId: 'link1', IntegrationUri });
const withRoute = (uri: string) => httpApi({ Integration: httpProxy({ IntegrationUri: uri }), Route: route('GET /books/{id}') });

/** What an integration is, and where it leads. */
export const INTEGRATION_EXAMPLES = {
  IntegrationTypeUnknown: {
    bad: withIntegration({ IntegrationType: 'HTTP_PROXYY' }),
    good: withIntegration({ IntegrationType: 'HTTP_PROXY' }),
  },
  IntegrationTypeNotInProtocol: {
    bad: httpApi({ Integration: ofApi('Integration', { IntegrationType: 'MOCK' }) }),
    good: webSocketApi({ Integration: ofApi('Integration', { IntegrationType: 'MOCK' }) }),
  },
  PropertyNotInProtocol: {
    bad: withIntegration({ PassthroughBehavior: 'NEVER' }),
    good: webSocketApi({ Integration: ofApi('Integration', { IntegrationType: 'MOCK', PassthroughBehavior: 'NEVER' }) }),
  },
  PayloadVersionMissing: {
    bad: lambda({}),
    good: lambda({ PayloadFormatVersion: '2.0' }),
  },
  PayloadVersionInvalid: {
    bad: withIntegration({ PayloadFormatVersion: '2.0' }),
    good: withIntegration({ PayloadFormatVersion: '1.0' }),
  },
  TimeoutOutOfRange: {
    bad: withIntegration({ TimeoutInMillis: 99_999 }),
    good: withIntegration({ TimeoutInMillis: 30_000 }),
  },
  UrlInvalid: {
    bad: withIntegration({ IntegrationUri: 'books.example.com' }),
    good: withIntegration({ IntegrationUri: 'https://books.example.com' }),
  },
  UrlMalformed: {
    bad: withIntegration({ IntegrationUri: 'https://books.example.com/my books' }),
    good: withIntegration({ IntegrationUri: 'https://books.example.com/my%20books' }),
  },
  UrlTooLong: {
    bad: withIntegration({ IntegrationUri: `https://books.example.com/${'a'.repeat(2048)}` }),
    good: withIntegration({ IntegrationUri: `https://books.example.com/${'a'.repeat(2000)}` }),
  },
  UrlVariableUnknown: {
    bad: withRoute('https://books.example.com/{book}'),
    good: withRoute('https://books.example.com/{id}'),
  },
  PrivateUriInvalid: {
    bad: behindLink('http://internal-books.example.com'),
    good: behindLink(LISTENER),
  },
  IntegrationMethodMissing: {
    bad: withIntegration({ IntegrationMethod: { Ref: 'AWS::NoValue' } }),
    good: withIntegration({ IntegrationMethod: 'ANY' }),
  },
  IntegrationUriMissing: {
    bad: withIntegration({ IntegrationUri: { Ref: 'AWS::NoValue' } }),
    good: withIntegration({ IntegrationUri: 'https://books.example.com' }),
  },
  ConnectionTypeUnknown: {
    bad: withIntegration({ ConnectionType: 'VPCLINK' }),
    good: withIntegration({ ConnectionType: 'INTERNET' }),
  },
  ConnectionIdMissing: {
    bad: withIntegration({ ConnectionType: 'VPC_LINK', IntegrationUri: LISTENER }),
    good: behindLink(LISTENER),
  },
  TlsConfigWithoutVpcLink: {
    bad: withIntegration({ TlsConfig: { ServerNameToVerify: 'books.example.com' } }),
    good: withIntegration({ TlsConfig: { Ref: 'AWS::NoValue' } }),
  },
} as const satisfies RuleExamples;
