import type { Resources, RuleExamples } from './resources';
import { bareRoute, httpApi, httpProxy, jwtAuthorizer, many, ofApi, resource, route } from './resources';

const routes = (count: number) => httpApi(many(count, 'Route', (number) => bareRoute(`GET /books/${number}`)));
const integrations = (count: number) => httpApi(many(count, 'Integration', () => httpProxy()));
const stages = (count: number) => httpApi(many(count, 'Stage', (number) => ofApi('Stage', { StageName: `live${number}` })));
const authorizers = (count: number) => httpApi(many(count, 'Authorizer', (number) => jwtAuthorizer({ Name: `users${number}` })));
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
const scopes = (count: number) =>
  httpApi({
    Authorizer: jwtAuthorizer(),
    Route: ofApi('Route', {
      RouteKey: 'GET /books',
      AuthorizationType: 'JWT',
      AuthorizerId: { Ref: 'Authorizer' },
      AuthorizationScopes: texts(count),
    }),
  });
const audiences = (count: number) =>
  httpApi({ Authorizer: jwtAuthorizer({ JwtConfiguration: { Issuer: 'https://login.example.com', Audience: texts(count) } }) });
const subnets = (count: number) => httpApi({ Link: resource('VpcLink', { Name: 'link', SubnetIds: texts(count) }) });

/** How many there may be of each. */
export const QUOTA_EXAMPLES = {
  RoutesOverQuota: {
    bad: routes(301),
    good: routes(300),
  },
  IntegrationsOverQuota: {
    bad: integrations(301),
    good: integrations(300),
  },
  StagesOverQuota: {
    bad: stages(11),
    good: stages(10),
  },
  AuthorizersOverQuota: {
    bad: authorizers(11),
    good: authorizers(10),
  },
  StageVariablesOverQuota: {
    bad: variables(101),
    good: variables(100),
  },
  LambdaPolicyTooLarge: {
    bad: permissions(60),
    good: permissions(40),
  },
  ResourcesNearQuota: {
    bad: routesWithIntegrations(225),
    good: routesWithIntegrations(200),
  },
  ScopesOverQuota: {
    bad: scopes(11),
    good: scopes(10),
  },
  AudiencesOverQuota: {
    bad: audiences(51),
    good: audiences(50),
  },
  SubnetsOverQuota: {
    bad: subnets(11),
    good: subnets(10),
  },
} as const satisfies RuleExamples;
