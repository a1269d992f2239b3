import type { RoutePlan } from '../definitions/route';
import { isGreedy, isVariable } from '../http-api/path-tree';
import { compileRoutes, type SelectedRoute } from '../http-api/router';
import type { ExplainedCandidate } from './explanation';

/** The routes of an API that a request could take. */
export interface Candidates {
  readonly candidates: readonly ExplainedCandidate[];
  /** How many more routes the API has. */
  readonly otherRoutes: number;
}

/**
 * Lists the routes that match a request in the order in which the service prefers them, then those whose path matches, but not
 * their method.
 *
 * @param path decoded, without the stage
 */
export function findCandidates(routes: readonly RoutePlan[], method: string, path: string): Candidates {
  const matching = inOrder(routes, method, path);
  const [winner] = matching;
  const rest = without(routes, matching);
  // With ANY as its method, a route is found by its path alone.
  const byAnyMethod = new Map(rest.map((route) => [{ ...route, key: route.key.replace(/^\S+(?= \/)/, 'ANY') }, route]));
  const byPath = inOrder([...byAnyMethod.keys()], method, path).flatMap(({ route }) => byAnyMethod.get(route) ?? []);
  return {
    candidates: [
      ...matching.map(({ route, pathVariables }) =>
        route === winner?.route
          ? { route: route.key, selected: true, because: whySelected(matching), pathVariables: { ...pathVariables } }
          : { route: route.key, selected: false, because: whyNot(route.key, winner?.route.key ?? '') },
      ),
      ...byPath.map(({ key }) => ({ route: key, selected: false, because: `its path matches, but it accepts only ${methodOf(key)}` })),
    ],
    otherRoutes: rest.length - byPath.length,
  };
}

/** Selects a route, then the one that would be selected without it, and so on: the order is that of the router. */
function inOrder(routes: readonly RoutePlan[], method: string, path: string): readonly SelectedRoute[] {
  const found: SelectedRoute[] = [];
  for (;;) {
    const selected = compileRoutes(without(routes, found)).select(method, path);
    if (selected === undefined) {
      return found;
    }
    found.push(selected);
  }
}

function without(routes: readonly RoutePlan[], found: readonly SelectedRoute[]): readonly RoutePlan[] {
  const excluded = new Set(found.map(({ route }) => route));
  return routes.filter((route) => !excluded.has(route));
}

function whySelected([first, ...others]: readonly SelectedRoute[]): string {
  if (first?.route.key === DEFAULT) {
    return 'no other route matches';
  }
  return others.length === 0 ? 'no other route matches' : 'it is the most specific route that matches';
}

const DEFAULT = '$default';

/** Why a route that matches is not selected: the first rule of the service in which it differs from the selected one. */
function whyNot(key: string, winner: string): string {
  if (key === DEFAULT) {
    return 'it is used only if no other route matches';
  }
  const [own, selected] = [shapeOf(key), shapeOf(winner)];
  if (own.greedyAt !== selected.greedyAt) {
    return selected.greedyAt === undefined
      ? `${winner} matches without a greedy variable`
      : `the greedy variable of ${winner} is further right`;
  }
  if (own.fixed.length !== selected.fixed.length) {
    return `${winner} has more fixed segments`;
  }
  if (own.fixed.join() !== selected.fixed.join()) {
    return `the fixed segments of ${winner} are further left`;
  }
  return own.method === selected.method
    ? `${winner} matches the same requests, and comes first`
    : `${selected.method} is preferred to ANY on the same path`;
}

/** What decides which of two routes is more specific. */
interface Shape {
  readonly method: string;
  /** Index of the greedy variable. */
  readonly greedyAt?: number;
  /** Indexes of the segments that are no variables. */
  readonly fixed: readonly number[];
}

function shapeOf(key: string): Shape {
  const segments = key.slice(key.indexOf('/') + 1).split('/');
  const greedy = segments.findIndex(isGreedy);
  return {
    method: methodOf(key),
    greedyAt: greedy < 0 ? undefined : greedy,
    fixed: segments.flatMap((segment, index) => (isVariable(segment) ? [] : [index])),
  };
}

function methodOf(key: string): string {
  return key.slice(0, key.indexOf(' '));
}
