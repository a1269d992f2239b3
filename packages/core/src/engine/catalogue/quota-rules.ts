import { bareRoute, httpApi, httpProxy, many, ofApi, resource, route } from './examples';
import type { Resources, RuleFacts } from './rule';
import type { RuleCode } from './severities';
import { SOURCES_OF_RULES as AWS } from './sources';

const routes = (count: number) => httpApi(many(count, 'Route', (number) => bareRoute(`GET /books/${number}`)));
const integrations = (count: number) => httpApi(many(count, 'Integration', () => httpProxy()));
const stages = (count: number) => httpApi(many(count, 'Stage', (number) => ofApi('Stage', { StageName: `live${number}` })));
const authorizers = (count: number) =>
  httpApi(many(count, 'Authorizer', (number) => ofApi('Authorizer', { AuthorizerType: 'JWT', Name: `users${number}` })));
const variables = (count: number) =>
  httpApi({
    Stage: ofApi('Stage', {
      StageName: 'live',
      StageVariables: Object.fromEntries(Array.from({ length: count }, (_, index) => [`v${index + 1}`, 'a'])),
    }),
  });
const permissions = (count: number): Resources =>
  many(count, 'Permission', (number) => ({
    Type: 'AWS::Lambda::Permission',
    Properties: {
      FunctionName: { Ref: 'Function' },
      Action: 'lambda:InvokeFunction',
      Principal: 'apigateway.amazonaws.com',
      SourceArn: { 'Fn::Join': ['', ['arn:aws:execute-api:eu-west-1:123456789012:', { Ref: 'Api' }, `/*/*/books/${number}`]] },
    },
  }));
const routesWithIntegrations = (count: number) =>
  httpApi({
    ...many(count, 'Integration', () => httpProxy()),
    ...many(count, 'Route', (number) => route(`GET /books/${number}`, {}, `Integration${number}`)),
  });
const texts = (count: number): string[] => Array.from({ length: count }, (_, index) => `n${index + 1}`);
const scopes = (count: number) => httpApi({ Route: ofApi('Route', { RouteKey: 'GET /books', AuthorizationScopes: texts(count) }) });
const audiences = (count: number) =>
  httpApi({ Authorizer: ofApi('Authorizer', { AuthorizerType: 'JWT', Name: 'users', JwtConfiguration: { Audience: texts(count) } }) });
const subnets = (count: number) => httpApi({ Link: resource('VpcLink', { Name: 'link', SubnetIds: texts(count) }) });
const logFormat = (length: number) =>
  httpApi({ Stage: ofApi('Stage', { StageName: 'live', AccessLogSettings: { Format: 'a'.repeat(length) } }) });

/** How many there may be of each. */
export const QUOTA_RULES = {
  RoutesOverQuota: {
    summary: 'An API has more than 300 routes.',
    source: AWS.limits,
    evidence: 'documented',
    bad: routes(301),
    good: routes(300),
  },
  IntegrationsOverQuota: {
    summary: 'An API has more than 300 integrations, a quota that is not raised for HTTP APIs.',
    source: AWS.httpQuotas,
    evidence: 'documented',
    bad: integrations(301),
    good: integrations(300),
  },
  StagesOverQuota: {
    summary: 'An API has more than 10 stages.',
    source: AWS.limits,
    evidence: 'documented',
    bad: stages(11),
    good: stages(10),
  },
  AuthorizersOverQuota: {
    summary: 'An API has more than 10 authorizers.',
    source: AWS.limits,
    evidence: 'documented',
    bad: authorizers(11),
    good: authorizers(10),
  },
  StageVariablesOverQuota: {
    summary: 'A stage has more than 100 variables.',
    source: AWS.httpQuotas,
    evidence: 'documented',
    bad: variables(101),
    good: variables(100),
  },
  LambdaPolicyTooLarge: {
    summary: "The permissions on a function may need more than the 20,480 bytes of its policy, by an upper bound of each statement's size.",
    source: AWS.policyRefused,
    evidence: 'derived',
    bad: permissions(60),
    good: permissions(40),
  },
  ResourcesNearQuota: {
    summary: 'A stack with routes has 450 resources or more, and CloudFormation takes 500.',
    source: AWS.cfnQuotas,
    evidence: 'documented',
    bad: routesWithIntegrations(225),
    good: routesWithIntegrations(200),
  },
  ScopesOverQuota: {
    summary: 'A route has more than 10 authorization scopes.',
    source: AWS.httpQuotas,
    evidence: 'documented',
    bad: scopes(11),
    good: scopes(10),
  },
  AudiencesOverQuota: {
    summary: 'An authorizer has more than 50 audiences.',
    source: AWS.httpQuotas,
    evidence: 'documented',
    bad: audiences(51),
    good: audiences(50),
  },
  SubnetsOverQuota: {
    summary: 'A VPC link has more than 10 subnets.',
    source: AWS.limits,
    evidence: 'documented',
    bad: subnets(11),
    good: subnets(10),
  },
  AccessLogFormatTooLong: {
    summary: 'The format of an access log has more than 3 KB.',
    source: AWS.limits,
    evidence: 'documented',
    bad: logFormat(3073),
    good: logFormat(3072),
  },
} as const satisfies Partial<Record<RuleCode, RuleFacts>>;
