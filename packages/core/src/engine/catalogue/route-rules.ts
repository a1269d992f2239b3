import { bareRoute, httpApi, httpProxy, ofApi, resource, route } from './examples';
import type { RuleFacts } from './rule';
import type { RuleCode } from './severities';
import { SOURCES_OF_RULES as AWS } from './sources';

const keyed = (...keys: string[]) => httpApi(Object.fromEntries(keys.map((key, index) => [`Route${index + 1}`, bareRoute(key)])));
const leading = (target: unknown) =>
  httpApi({ Integration: httpProxy(), Route: ofApi('Route', { RouteKey: 'GET /books', Target: target }) });
const good = httpApi({ Integration: httpProxy(), Route: route('GET /books') });

/** Which requests a route takes, and where it leads. */
export const ROUTE_RULES = {
  RouteKeyInvalid: {
    summary: 'A route key of an HTTP API is $default, or a method and a path that begins with a slash.',
    source: AWS.cfnRoute,
    evidence: 'documented',
    bad: keyed('GET books'),
    good: keyed('GET /books'),
  },
  RouteMethodUnknown: {
    summary: 'The method is none that a route can have; methods are written in capitals.',
    source: AWS.cfnRoute,
    evidence: 'documented',
    bad: keyed('GETT /books'),
    good: keyed('GET /books'),
  },
  RouteTrailingSlash: {
    summary: 'The path of a route ends in a slash, which the service refuses.',
    source: AWS.slashRefused,
    evidence: 'reported',
    bad: keyed('GET /books/'),
    good: keyed('GET /books', 'GET /'),
  },
  GreedyVariableNotLast: {
    summary: 'A greedy variable is not the last part of the path.',
    source: AWS.routes,
    evidence: 'documented',
    bad: keyed('GET /{proxy+}/books'),
    good: keyed('GET /books/{proxy+}'),
  },
  PathVariablePartial: {
    summary: 'A path variable is only a piece of the part between two slashes.',
    source: AWS.knownIssues,
    evidence: 'unverified',
    bad: keyed('GET /book-{id}'),
    good: keyed('GET /book/{id}'),
  },
  RouteKeyTwice: {
    summary: 'Two routes of one API have the same key.',
    source: AWS.routes,
    evidence: 'derived',
    bad: keyed('GET /books', 'GET /books'),
    good: keyed('GET /books', 'POST /books'),
  },
  RoutesDifferByVariable: {
    summary: 'Two routes of one API differ in nothing but the name of a variable.',
    source: AWS.routes,
    evidence: 'derived',
    bad: keyed('GET /books/{id}', 'GET /books/{name}'),
    good: keyed('GET /books/{id}', 'GET /books/latest'),
  },
  TargetMissing: {
    summary: 'A route leads to something that is no integration of the template.',
    source: AWS.cfnRoute,
    evidence: 'documented',
    bad: leading({ 'Fn::Join': ['/', ['integrations', { Ref: 'Elsewhere' }]] }),
    good,
  },
  TargetLiteral: {
    summary: 'A route of an API that the template makes names its integration by an id, which nobody can know before.',
    source: AWS.cfnRoute,
    evidence: 'derived',
    bad: leading('integrations/abc123'),
    good,
  },
  TargetWithoutPrefix: {
    summary: 'A target is integrations/ and the id of the integration.',
    source: AWS.cfnRoute,
    evidence: 'derived',
    bad: leading({ Ref: 'Integration' }),
    good,
  },
  TargetOfOtherApi: {
    summary: 'A route leads to an integration of another API.',
    source: AWS.cfnRoute,
    evidence: 'derived',
    bad: {
      ...good,
      OtherApi: resource('Api', { Name: 'Other', ProtocolType: 'HTTP' }),
      Integration: httpProxy({ ApiId: { Ref: 'OtherApi' } }),
    },
    good,
  },
} as const satisfies Partial<Record<RuleCode, RuleFacts>>;
