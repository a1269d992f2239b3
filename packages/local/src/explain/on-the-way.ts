import {
  type ApiGroup,
  calledFunction,
  groupByApi,
  InvokePermissions,
  invokedArn,
  keyText,
  type LambdaFunction,
  lambdaFunction,
  type Permission,
  Resolver,
  type Resource,
  type ResourceLocation,
  Resources,
  type Route,
  render,
  wholeReference,
} from '@apigwv2-integrations/core/engine';
import { readRoute } from '../definitions/view/read-apis';
import { type Finding, problemsIn } from '../find-problems';
import type { LoadedAssembly } from '../load-assembly';

/** The way of a request or a message through an API. */
export interface Way {
  readonly api: ResourceLocation;
  readonly stage?: string;
  /** Routes of one OpenAPI document have the location of their API, so the key is needed as well. */
  readonly route?: { readonly key: string; readonly location: ResourceLocation };
}

/** What an assembly has on the way. */
export interface OnTheWay {
  /** The permission of API Gateway to call the target of the route. */
  readonly permission?: Permission;
  /** The findings of `check` for the resources on the way, errors before warnings. */
  readonly findings: readonly Finding[];
}

export type FindOnTheWay = (way: Way) => OnTheWay;

/** Reads an assembly at the first call. */
export function searchAssembly(assembly: LoadedAssembly): FindOnTheWay {
  let index: AssemblyIndex | undefined;
  return (way) => {
    index ??= new AssemblyIndex(assembly);
    return index.find(way);
  };
}

class AssemblyIndex {
  private readonly findings: readonly Finding[];
  private readonly resolver: Resolver;
  private readonly groups: readonly ApiGroup[];
  private readonly permissions: InvokePermissions;

  public constructor(assembly: LoadedAssembly) {
    this.findings = problemsIn(assembly).findings;
    this.resolver = new Resolver(new Resources(assembly.templates));
    this.groups = groupByApi(this.resolver.resources.everything(), this.resolver);
    this.permissions = new InvokePermissions(this.resolver);
  }

  public find({ api, stage, route }: Way): OnTheWay {
    const isAt = (location: ResourceLocation) => (resource: Resource | undefined) =>
      resource !== undefined && placeOf(resource.location) === placeOf(location);
    // An API outside of the assembly has the location of its first route.
    const group = this.groups.find((each) => isAt(api)(each.api) || each.routes.some(({ resource }) => isAt(api)(resource)));
    if (group === undefined) {
      return { findings: [] };
    }
    const atRoute = route === undefined ? [] : group.routes.filter(({ resource }) => isAt(route.location)(resource));
    const taken = atRoute.find(({ key }) => key === route?.key) ?? atRoute[0];
    const onTheWay = [group.api, ...this.stagesOf(group, stage), ...(taken === undefined ? [] : this.behind(taken, group))];
    const isOnTheWay = compileFilter(new Set(onTheWay.flatMap((resource) => resource ?? [])), group);
    return { permission: taken && this.permissionOf(taken, group), findings: this.findings.filter(isOnTheWay) };
  }

  private stagesOf({ stages }: ApiGroup, name: string | undefined): readonly (Resource | undefined)[] {
    const named = stages.filter((stage) => render(this.resolver.property(stage, 'StageName'), stage.template) === name);
    // The name of a stage can be a value that only a deployment knows.
    const chosen = name === undefined || named.length > 0 ? named : stages;
    return chosen.flatMap((stage) => [stage, this.referred(stage, 'DeploymentId')]);
  }

  /** The route, and the resources that it leads to. */
  private behind({ resource: route, integration }: Route, { integrationResponses }: ApiGroup): readonly (Resource | undefined)[] {
    const authorizer = this.referred(route, 'AuthorizerId');
    const called = integration && calledFunction(integration, integration.template, this.resolver);
    const asked = authorizer && this.functionOf(authorizer);
    const responses = integrationResponses.filter(
      (response) => integration !== undefined && this.referred(response, 'IntegrationId')?.key === integration.key,
    );
    return [
      route,
      integration,
      ...responses,
      integration && this.referred(integration, 'ConnectionId'),
      authorizer,
      ...[called, asked].flatMap((fn) => (fn === undefined ? [] : [fn.resource, fn.qualifiedBy, ...this.permissionsOf(fn)])),
    ];
  }

  private referred(resource: Resource, property: string): Resource | undefined {
    return wholeReference(this.resolver.property(resource, property))?.resource;
  }

  private functionOf(authorizer: Resource): LambdaFunction | undefined {
    const invoked = invokedArn(this.resolver.property(authorizer, 'AuthorizerUri'));
    return invoked && lambdaFunction(invoked, authorizer.template, authorizer.template, this.resolver);
  }

  private permissionsOf({ key }: LambdaFunction): readonly Resource[] {
    return this.resolver.resources
      .all('AWS::Lambda::Permission')
      .filter(
        (permission) =>
          lambdaFunction(this.resolver.property(permission, 'FunctionName'), permission.template, permission.template, this.resolver)
            .key === key,
      );
  }

  private permissionOf(route: Route, { id, api, stages }: ApiGroup): Permission {
    const home = (api ?? route.resource).template;
    const calling = {
      key: keyText(id),
      environment: { region: home.region, account: home.account },
      stages: stages.map((stage) => keyText(this.resolver.property(stage, 'StageName'))),
    };
    return readRoute(route, { resolver: this.resolver, permissions: this.permissions, api: calling, home }).permission;
  }
}

function placeOf({ file, logicalId }: { readonly file: string; readonly logicalId: string }): string {
  return JSON.stringify([file, logicalId]);
}

/** Where a resource is written that is a part of another one, such as a route of the OpenAPI document of an API. */
interface Part {
  readonly place: string;
  readonly property: string;
}

/** Selects the findings of resources. Those of an API do not include the findings of the other routes in its document. */
function compileFilter(resources: ReadonlySet<Resource>, { routes, integrations, authorizers }: ApiGroup): (finding: Finding) => boolean {
  const places = new Set([...resources].map(({ location }) => placeOf(location)));
  const own = [...resources].flatMap(partOf);
  const all = [...routes.map(({ resource }) => resource), ...integrations.map(({ resource }) => resource), ...authorizers];
  const others = all.filter((resource) => !resources.has(resource)).flatMap(partOf);
  return (finding) => isWithin(finding, own) || (places.has(placeOf(finding)) && !isWithin(finding, others));
}

function partOf({ origin }: Resource): readonly Part[] {
  const located = origin?.locate('Properties/');
  return located === undefined ? [] : [{ place: placeOf(located.resource.location), property: located.property }];
}

function isWithin(finding: Finding, parts: readonly Part[]): boolean {
  const place = placeOf(finding);
  return parts.some((part) => part.place === place && `${finding.property}/`.startsWith(`${part.property}/`));
}
