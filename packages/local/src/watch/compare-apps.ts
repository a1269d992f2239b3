import type { FunctionPlan } from '../definitions/function';
import { displayPath } from '../diagnostics/diagnostics';
import { isSameCode } from '../functions/code/code-state';
import type { FunctionChanges, FunctionService } from '../functions/function-service';
import type { ReloadedRoute } from '../gateway/log-entry';
import { type AnyApiPlan, isWebSocket } from '../served-apis';

/** The routes that differ between two versions of an app. */
export interface RouteChanges {
  readonly added: readonly ReloadedRoute[];
  readonly removed: readonly ReloadedRoute[];
  /** Routes with another target. */
  readonly moved: readonly ReloadedRoute[];
}

/** Whether two versions of an app have the same API: by its construct path, or its logical ID, and its protocol. */
export function isSameApi(before: AnyApiPlan, after: AnyApiPlan): boolean {
  const [{ location: old }, { location: current }] = [before, after];
  const isSameResource =
    (old.path !== undefined && old.path === current.path) || (old.stack === current.stack && old.logicalId === current.logicalId);
  return isSameResource && isWebSocket(before) === isWebSocket(after);
}

/** Compares the routes of two versions of an app. */
export function compareRoutes(before: readonly AnyApiPlan[], after: readonly AnyApiPlan[]): RouteChanges {
  const added: ReloadedRoute[] = [];
  const removed: ReloadedRoute[] = [];
  const moved: ReloadedRoute[] = [];
  for (const api of after) {
    const old = new Map(before.filter((each) => isSameApi(each, api)).flatMap(routesOf));
    for (const [key, route] of routesOf(api)) {
      const previous = old.get(key);
      if (previous === undefined) {
        added.push(route);
      } else if (previous.target !== route.target) {
        moved.push({ ...route, from: previous.target });
      }
    }
  }
  for (const api of before) {
    const current = new Map(after.filter((each) => isSameApi(api, each)).flatMap(routesOf));
    removed.push(...routesOf(api).flatMap(([key, route]) => (current.has(key) ? [] : [route])));
  }
  return { added, removed, moved };
}

function routesOf({ name, routes }: AnyApiPlan): readonly (readonly [key: string, route: ReloadedRoute])[] {
  return (routes as readonly AnyApiPlan['routes'][number][]).map(({ key, integration }) => [
    key,
    { api: name, route: key, target: integration?.kind === 'served' ? targetOf(integration) : undefined },
  ]);
}

/**
 * What an integration calls. The construct path of the integration itself can change without an effect: the CDK makes an
 * integration a child of the first route that uses it.
 */
function targetOf({ target, location }: Served): string {
  switch (target.kind) {
    case 'lambda':
      return displayPath(target.function.location);
    case 'url':
      return target.url;
    default:
      return displayPath(location);
  }
}

type Served = Extract<NonNullable<AnyApiPlan['routes'][number]['integration']>, { readonly kind: 'served' }>;

/** Compares the functions of two versions of an app. Code that was loaded is compared with what it was then. */
export async function compareFunctions(
  before: readonly FunctionPlan[],
  after: readonly FunctionPlan[],
  service: Pick<FunctionService, 'codeState'>,
): Promise<FunctionChanges> {
  const old = new Map(before.map((fn) => [fn.key, fn]));
  const both = after.flatMap((fn) => {
    const previous = old.get(fn.key);
    return previous === undefined ? [] : [{ before: previous, after: fn }];
  });
  const isUnchanged = await Promise.all(
    both.map(
      async (fn) =>
        settingsOf(fn.before) === settingsOf(fn.after) &&
        fn.before.inProcess === fn.after.inProcess &&
        (await isSameCode(fn.before, fn.after, await service.codeState(fn.before))),
    ),
  );
  const kept = new Set(after.map(({ key }) => key));
  return {
    unchanged: both.filter((_, index) => isUnchanged[index]),
    changed: both.filter((_, index) => !isUnchanged[index]),
    removed: before.filter(({ key }) => !kept.has(key)),
  };
}

/** All that an environment is started with, but for the code. The file of the template may be that of another assembly. */
function settingsOf({ code: _code, layers: _layers, location: _location, inProcess: _inProcess, ...settings }: FunctionPlan): string {
  return JSON.stringify(settings);
}
