import type { RuleExamples } from './resources';
import { bareRoute, httpApi, httpProxy, ofApi, resource, route } from './resources';

const keyed = (...keys: string[]) => httpApi(Object.fromEntries(keys.map((key, index) => [`Route${index + 1}`, bareRoute(key)])));
const leading = (target: unknown) =>
  httpApi({ Integration: httpProxy(), Route: ofApi('Route', { RouteKey: 'GET /books', Target: target }) });
const good = httpApi({ Integration: httpProxy(), Route: route('GET /books') });

/** Which requests a route takes, and where it leads. */
export const ROUTE_EXAMPLES = {
  RouteKeyInvalid: {
    bad: keyed('GET books'),
    good: keyed('GET /books'),
  },
  RouteMethodUnknown: {
    bad: keyed('GETT /books'),
    good: keyed('GET /books'),
  },
  RouteTrailingSlash: {
    bad: keyed('GET /books/'),
    good: keyed('GET /books', 'GET /'),
  },
  GreedyVariableNotLast: {
    bad: keyed('GET /{proxy+}/books'),
    good: keyed('GET /books/{proxy+}'),
  },
  PathVariablePartial: {
    bad: keyed('GET /book-{id}'),
    good: keyed('GET /book/{id}'),
  },
  RouteKeyTwice: {
    bad: keyed('GET /books', 'GET /books'),
    good: keyed('GET /books', 'POST /books'),
  },
  RoutesDifferByVariable: {
    bad: keyed('GET /books/{id}', 'GET /books/{name}'),
    good: keyed('GET /books/{id}', 'GET /books/latest'),
  },
  TargetMissing: {
    bad: leading({ 'Fn::Join': ['/', ['integrations', { Ref: 'Elsewhere' }]] }),
    good,
  },
  TargetLiteral: {
    bad: leading('integrations/abc123'),
    good,
  },
  TargetWithoutPrefix: {
    bad: leading({ Ref: 'Integration' }),
    good,
  },
  TargetOfOtherApi: {
    bad: {
      ...good,
      OtherApi: resource('Api', { Name: 'Other', ProtocolType: 'HTTP' }),
      Integration: httpProxy({ ApiId: { Ref: 'OtherApi' } }),
    },
    good,
  },
} as const satisfies RuleExamples;
