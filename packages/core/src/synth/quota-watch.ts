import type { CfnResource, Stack } from 'aws-cdk-lib';
import type { CfnIntegration, CfnRoute } from 'aws-cdk-lib/aws-apigatewayv2';
import type { IConstruct } from 'constructs';
import { routeQuotas } from '../engine/template/rules/quotas';
import { isOfRoutes, resourcesNearQuota } from '../engine/template/rules/resource-count';
import { fromEngine } from '../problems/from-engine';
import { warn } from '../problems/report';
import type { Survey } from './survey';

/** The APIs and stacks of whose quotas something is told, once, when the app is complete. */
export class QuotaWatch {
  private readonly apis = new Map<string, IConstruct>();
  private readonly stacks = new Set<Stack>();

  /** Watches an API, and the stack of a route of it. */
  public add(api: IConstruct, apiId: string, stack: Stack): void {
    this.apis.set(apiId, this.apis.get(apiId) ?? api);
    this.stacks.add(stack);
  }

  /** Counts what there is, whoever made it, but for what a condition may leave out. */
  public settle({ resources }: Survey): void {
    if (this.apis.size === 0) {
      return;
    }
    const routes = new Tally<string>();
    const integrations = new Tally<string>();
    const all = new Tally<Stack>();
    const ofRoutes = new Tally<Stack>();
    for (const resource of resources) {
      const { cfnResourceType: type, stack } = resource;
      const certain = resource.cfnOptions.condition === undefined;
      if (type === 'AWS::ApiGatewayV2::Route' && certain) {
        routes.count((resource as CfnRoute).apiId);
      } else if (type === 'AWS::ApiGatewayV2::Integration' && certain) {
        integrations.count((resource as CfnIntegration).apiId);
      }
      if (isRendered(resource)) {
        all.count(stack);
        ofRoutes.count(stack, isOfRoutes(type) ? 1 : 0);
      }
    }
    for (const [apiId, api] of this.apis) {
      warn(api, routeQuotas(routes.of(apiId), integrations.of(apiId)).map(fromEngine));
    }
    for (const stack of this.stacks) {
      warn(stack, resourcesNearQuota(all.of(stack), ofRoutes.of(stack)).map(fromEngine));
    }
  }
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
