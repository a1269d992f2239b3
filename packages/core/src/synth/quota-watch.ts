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

  /** Adds an API and the stack of one of its routes. */
  public add(api: IConstruct, apiId: string, stack: Stack): void {
    const key = keyOf(apiId);
    this.apis.set(key, this.apis.get(key) ?? api);
    this.stacks.add(stack);
  }

  /** Counts all resources. Routes and integrations with a condition are not counted, because they may not be deployed. */
  public finalize(tree: ConstructTreeIndex): void {
    if (this.apis.size === 0) {
      return;
    }
    const routes = new Tally<unknown>();
    const integrations = new Tally<unknown>();
    const all = new Tally<Stack>();
    const routeResources = new Tally<Stack>();
    for (const resource of tree.resources) {
      const { cfnResourceType: type, stack } = resource;
      const certain = resource.cfnOptions.condition === undefined;
      if (type === 'AWS::ApiGatewayV2::Route' && certain) {
        routes.add(apiOf(resource, tree));
      } else if (type === 'AWS::ApiGatewayV2::Integration' && certain) {
        integrations.add(apiOf(resource, tree));
      }
      if (isRendered(resource)) {
        all.add(stack);
        routeResources.add(stack, isOfRoutes(type) ? 1 : 0);
      }
    }
    for (const [key, api] of this.apis) {
      warn(api, routeQuotas(routes.of(key), integrations.of(key)).map(fromEngine));
    }
    for (const stack of this.stacks) {
      warn(stack, resourcesNearQuota(all.of(stack), routeResources.of(stack)).map(fromEngine));
    }
  }
}

/** The identity of an API: its construct if the ID is a reference, otherwise the ID of the imported API. */
function keyOf(apiId: unknown): unknown {
  return targetOf(apiId) ?? apiId;
}

/** The API of a route or integration. A generic `CfnResource` has the property under its name in a template. */
function apiOf(resource: CfnResource, tree: ConstructTreeIndex): unknown {
  const { apiId, cfnProperties } = resource as unknown as { apiId?: unknown; cfnProperties: { ApiId?: unknown } };
  const id = apiId ?? cfnProperties.ApiId;
  const { Ref: logicalId } = (id ?? {}) as { Ref?: unknown };
  return logicalId === undefined ? keyOf(id) : tree.find(resource.stack, String(logicalId));
}

/** Counts by key. */
class Tally<T> {
  private readonly counts = new Map<T, number>();

  public add(key: T, count = 1): void {
    this.counts.set(key, this.of(key) + count);
  }

  public of(key: T): number {
    return this.counts.get(key) ?? 0;
  }
}

/** Whether a resource is included in the template. Policies without statements are not. */
function isRendered(resource: CfnResource): boolean {
  return (resource as unknown as { shouldSynthesize(): boolean }).shouldSynthesize();
}
