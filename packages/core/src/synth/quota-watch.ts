import { type CfnResource, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { isOfRoutes, resourcesNearQuota, routeQuotas } from '../engine/rules/quotas';
import { fromEngine } from '../problems/from-engine';
import { warn } from '../problems/report';
import { type ConstructTreeIndex, targetOf } from './construct-tree';
import { type SynthHook, SynthHookType, SynthPhase } from './synth-hooks';

const quotaWatches = new SynthHookType(SynthPhase.CHECK, () => new QuotaWatch());

const watched = new WeakMap<IConstruct, WeakSet<Stack>>();

/** Checks the quotas of a route's API and stack at synthesis. Takes no time for further routes of the two. */
export function watchQuotas(api: IConstruct, apiId: string, route: IConstruct): void {
  const stack = Stack.of(route);
  const stacks = watched.get(api) ?? new WeakSet<Stack>();
  if (!stacks.has(stack)) {
    watched.set(api, stacks.add(stack));
    quotaWatches.of(route).add(api, apiId, stack);
  }
}

/** Warns about APIs and stacks that are near a quota when the app is complete. */
class QuotaWatch implements SynthHook {
  private readonly apis = new Map<unknown, IConstruct>();
  private readonly stacks = new Set<Stack>();

  /** Watches an API, and the stack of a route of it. */
  public add(api: IConstruct, apiId: string, stack: Stack): void {
    const key = keyOf(apiId);
    this.apis.set(key, this.apis.get(key) ?? api);
    this.stacks.add(stack);
  }

  /** Counts what there is, whoever made it, but for what a condition may leave out. */
  public finalize(survey: ConstructTreeIndex): void {
    if (this.apis.size === 0) {
      return;
    }
    const routes = new Tally<unknown>();
    const integrations = new Tally<unknown>();
    const all = new Tally<Stack>();
    const ofRoutes = new Tally<Stack>();
    for (const resource of survey.resources) {
      const { cfnResourceType: type, stack } = resource;
      const certain = resource.cfnOptions.condition === undefined;
      if (type === 'AWS::ApiGatewayV2::Route' && certain) {
        routes.count(apiOf(resource, survey));
      } else if (type === 'AWS::ApiGatewayV2::Integration' && certain) {
        integrations.count(apiOf(resource, survey));
      }
      if (isRendered(resource)) {
        all.count(stack);
        ofRoutes.count(stack, isOfRoutes(type) ? 1 : 0);
      }
    }
    for (const [key, api] of this.apis) {
      warn(api, routeQuotas(routes.of(key), integrations.of(key)).map(fromEngine));
    }
    for (const stack of this.stacks) {
      warn(stack, resourcesNearQuota(all.of(stack), ofRoutes.of(stack)).map(fromEngine));
    }
  }
}

/** What an API is known by: its construct, if its id is a reference, or the id of an imported one. */
function keyOf(apiId: unknown): unknown {
  return targetOf(apiId) ?? apiId;
}

/** The API of a route or an integration, however its id is written. A plain `CfnResource` has it as a template has. */
function apiOf(resource: CfnResource, survey: ConstructTreeIndex): unknown {
  const { apiId, cfnProperties } = resource as unknown as { apiId?: unknown; cfnProperties: { ApiId?: unknown } };
  const id = apiId ?? cfnProperties.ApiId;
  const { Ref: logicalId } = (id ?? {}) as { Ref?: unknown };
  return logicalId === undefined ? keyOf(id) : survey.find(resource.stack, String(logicalId));
}

/** How often each of something was seen. */
class Tally<T> {
  private readonly counts = new Map<T, number>();

  public count(what: T, times = 1): void {
    this.counts.set(what, this.of(what) + times);
  }

  public of(what: T): number {
    return this.counts.get(what) ?? 0;
  }
}

/** Whether a resource comes to the template: policies without statements do not. */
function isRendered(resource: CfnResource): boolean {
  return (resource as unknown as { shouldSynthesize(): boolean }).shouldSynthesize();
}
