import { member, type Resource } from '@apigwv2-integrations/core/engine';
import type { RoutePlan, Unserved } from './api-plan';
import { LocalTextResolver, type PlanContext } from './context';
import { quickCreateFunction } from './display/quick-create';
import type { Functions } from './functions/read-function';
import type { TargetPlan } from './integration-plan';
import { isUrl } from './read-integration-plan';
import { readTimeout } from './read-timeout';

/** The one route of an API that is written with a `Target` of its own. */
export function readQuickCreate(api: Resource, functions: Functions, context: PlanContext): RoutePlan | undefined {
  const { local } = context;
  if (local.resolver.property(api, 'Target').length === 0) {
    return undefined;
  }
  const place = api.location;
  const target = readTargetPlan(api, functions, context);
  return {
    key: local.property(api, ['RouteKey']) || '$default',
    place,
    authorizer: { kind: 'none' },
    integration:
      target.kind === 'unserved'
        ? target
        : {
            kind: 'served',
            name: 'Target',
            place,
            target,
            timeoutMillis: readTimeout('', () => undefined),
            requestMapping: [],
            responseMapping: new Map(),
          },
  };
}

function readTargetPlan(api: Resource, functions: Functions, context: PlanContext): TargetPlan | Unserved {
  const { local, diagnostics } = context;
  const place = api.location;
  const called = quickCreateFunction(local.resolver.property(api, 'Target'), api, api.template, local.resolver);
  if (called !== undefined) {
    const fn = functions.plan(called, place);
    return 'kind' in fn ? fn : { kind: 'lambda', function: fn, payloadFormatVersion: '2.0' };
  }
  const url = new LocalTextResolver(context, place, 'the target of the API').text(member(api.properties, 'Target'), api.template);
  return isUrl(url)
    ? { kind: 'url', url, method: 'ANY' }
    : diagnostics.unsupported(place, `its target is ${url}: an API needs a URL or the ARN of a function as its target`);
}
