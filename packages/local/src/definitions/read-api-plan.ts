import type { ApiGroup } from '@apigwv2-integrations/core/engine';
import { deterministicId } from '../template/local-values/deterministic-id';
import type { ApiPlan } from './api-plan';
import { LocalTextResolver, type PlanContext } from './context';
import { readCors } from './display/read-api';
import { hasBody } from './display/read-apis';
import { inReadingOrder } from './display/route-order';
import type { Functions } from './functions/read-function';
import { readQuickCreate } from './read-quick-create';
import type { Routes } from './read-routes';
import { readStages } from './read-stages';

/** An HTTP API with its stages and routes; none for what cannot be served, which is told. */
export function readApiPlan(group: ApiGroup, routes: Routes, functions: Functions, context: PlanContext): ApiPlan | undefined {
  const { api, stages } = group;
  const { local, diagnostics } = context;
  // An API of another app is represented by its first route.
  const first = api ?? group.routes[0]?.resource;
  if (first === undefined) {
    return undefined;
  }
  const place = first.location;
  const protocol = protocolOf(group, context);
  if (protocol !== 'HTTP') {
    const what =
      protocol === 'WEBSOCKET'
        ? 'WebSocket APIs are not served yet'
        : 'it is not in the assembly, and its routes do not tell that it is an HTTP API';
    diagnostics.add(place, what);
    return undefined;
  }
  const { accountId, region } = local.surroundings(first.template);
  const id = local.text(group.id);
  if (api === undefined) {
    diagnostics.add(place, `the API ${id} of this route is not in the assembly: it is served with the routes that are, without CORS`);
  }
  if (hasBody(api)) {
    diagnostics.add(place, 'OpenAPI documents are not read yet: routes in its Body are not served');
  }
  const quick = api && readQuickCreate(api, functions, context);
  const served = readStages(stages, place, quick !== undefined, context);
  return {
    id: /^[a-z0-9]{10}$/.test(id) ? id : deterministicId(id, 10, 'lower'),
    name: nameOfGroup(group, context),
    place,
    accountId,
    region,
    cors: api && readCors(api, new LocalTextResolver(context, place, 'its CORS configuration')),
    stages: served,
    routes: inReadingOrder([
      ...(quick === undefined ? [] : [quick]),
      ...routes.read(
        group.routes.map(({ resource }) => resource),
        served,
      ),
    ]),
  };
}

/** The name of an API; its id if it is not in the assembly. */
export function nameOfGroup({ api, id }: ApiGroup, { local }: PlanContext): string {
  return (api && (local.property(api, ['Name']) || api.shortName)) ?? local.text(id);
}

/** A quick-created API and one with a Body name no protocol: both are HTTP. So is an API elsewhere with routes of an HTTP API. */
export function protocolOf({ api, routes }: ApiGroup, { local }: PlanContext): string {
  if (api !== undefined) {
    return local.property(api, ['ProtocolType']) || 'HTTP';
  }
  return routes.some(({ resource }) => /^[A-Z]+ \//.test(local.property(resource, ['RouteKey']))) ? 'HTTP' : 'unknown';
}
